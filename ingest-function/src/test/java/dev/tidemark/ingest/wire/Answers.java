package dev.tidemark.ingest.wire;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;

/** What the tests grant connections, and say to them. */
final class Answers {

    static final int HEAD_SECONDS = 10;
    static final int ANSWER_SECONDS = 30;
    static final int UNTAKEN_BYTES = 1_000_000;

    private Answers() {}

    static ConnectionBounds bounds(int connections) {
        return bounds(Duration.ofSeconds(HEAD_SECONDS), connections);
    }

    static ConnectionBounds bounds(Duration head, int connections) {
        return new ConnectionBounds(
                head,
                Duration.ofSeconds(ANSWER_SECONDS),
                connections,
                new ByteBudget(UNTAKEN_BYTES),
                () -> of(HttpResponseStatus.REQUEST_TIMEOUT),
                () -> of(HttpResponseStatus.SERVICE_UNAVAILABLE));
    }

    static FullHttpResponse of(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    }
}
