package dev.tidemark.ingest.wire;

import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** When an answer has left, which Vert.x does not tell of one that it has ended itself. */
public final class OnTheWire {

    private OnTheWire() {}

    /**
     * Runs something once all that has been written to a connection of HTTP/1 until now is on the wire, or never will be.
     *
     * @param connection of a server
     */
    public static void after(HttpConnection connection, Runnable then) {
        ((ConnectionBase) connection)
                .channelHandlerContext()
                .writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(written -> then.run());
    }
}
