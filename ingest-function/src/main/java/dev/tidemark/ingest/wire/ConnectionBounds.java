package dev.tidemark.ingest.wire;

import io.netty.handler.codec.http.FullHttpResponse;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a server grants its connections, and what it says to those that take more.
 *
 * @param head how long the head of a request may take to arrive, from its first byte
 * @param answer how long an answer may take to be taken, from its beginning; looked at in steps as long as that, so that it
 *     is over after twice as much at the latest
 * @param connections that are open at once, at most
 * @param untaken bytes of answers that wait at once on all connections
 * @param tooSlow the answer to a head of HTTP/1 that takes longer
 * @param noRoom the answer to a connection for which there is no room
 */
public record ConnectionBounds(
        Duration head,
        Duration answer,
        int connections,
        ByteBudget untaken,
        Supplier<FullHttpResponse> tooSlow,
        Supplier<FullHttpResponse> noRoom) {

    public ConnectionBounds {
        if (connections <= 0) {
            throw new IllegalArgumentException("0 < connections does not hold: connections is " + connections);
        }
    }
}
