package dev.tidemark.ingest.door;

import dev.tidemark.ingest.model.SizeLimits;
import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What becomes of a connection whose request is answered early, in each version of HTTP. */
final class Connections {

    /** Of a body that nobody wants: what is read and thrown away before its connection is closed. */
    private static final long DISCARDED_BYTES = 8L * SizeLimits.BODY_BYTES;

    /** How long it may take to come. */
    private static final long DISCARDED_MILLIS = 2_000;

    private static final long NO_ERROR = 0;

    private Connections() {}

    /** Whether there is one: behind a gateway a request comes whole, and what concerns connections is the gateway's. */
    static boolean hasOne(HttpServerRequest request) {
        return !(request.headers() instanceof QuarkusHttpHeaders);
    }

    /** Ends the connection after this answer, with those under way on it. */
    static void endAfter(HttpServerRequest request) {
        if (isStream(request)) {
            request.connection().shutdown();
        } else {
            request.response().putHeader("Connection", "close");
        }
    }

    /**
     * Reads on after the answer, if the body is not here yet. Many clients look at an answer only when they have sent
     * their body, or are told to stop: the rest is read and thrown away, up to {@value #DISCARDED_BYTES} bytes and
     * {@value #DISCARDED_MILLIS} ms. Then an HTTP/1 connection is closed, and of an HTTP/2 one, which is others' as well,
     * the stream is reset (RFC 9113, section 8.1).
     */
    static void discardRest(HttpServerRequest request) {
        Context here = Vertx.currentContext();
        if (request.isEnded() || here == null || !hasOne(request)) {
            return;
        }
        if (!Context.isOnEventLoopThread()) {
            // Whoever answers on another thread does not see the end come.
            here.runOnContext(there -> discardRest(request));
            return;
        }
        long timer = here.owner().setTimer(DISCARDED_MILLIS, over -> cutOff(request));
        long[] left = {DISCARDED_BYTES};
        request.exceptionHandler(broken -> here.owner().cancelTimer(timer));
        request.endHandler(end -> here.owner().cancelTimer(timer));
        request.handler(piece -> {
            left[0] -= piece.length();
            if (left[0] < 0) {
                here.owner().cancelTimer(timer);
                cutOff(request);
            }
        });
        request.resume();
    }

    private static void cutOff(HttpServerRequest request) {
        if (isStream(request)) {
            request.response().reset(NO_ERROR);
        } else {
            request.connection().close();
        }
    }

    /** Whether it shares its connection, and no {@code Connection} header may be sent (RFC 9113, section 8.2.2). */
    static boolean isStream(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }
}
