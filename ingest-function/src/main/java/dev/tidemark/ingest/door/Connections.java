package dev.tidemark.ingest.door;

import dev.tidemark.ingest.model.Limits;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What becomes of a connection whose request is answered early, in each version of HTTP. */
final class Connections {

    /** Of a body that is refused: what is read and thrown away before its stream is reset. */
    private static final long DISCARDED_BYTES = 8L * Limits.BODY_BYTES;

    private static final long NO_ERROR = 0;

    private Connections() {}

    /** Ends the connection after this answer, with those under way on it. */
    static void endAfter(HttpServerRequest request) {
        if (isStream(request)) {
            request.connection().shutdown();
        } else {
            closeAfter(request);
        }
    }

    /**
     * Answers before the whole body is here. HTTP/1 ends the connection for it. In HTTP/2 the connection is others' as
     * well, and clients look at an answer only when they have sent their body or are told to stop (RFC 9113, section
     * 8.1): the rest is read and thrown away, and after {@value #DISCARDED_BYTES} bytes the stream is reset.
     */
    static void refuseBody(HttpServerRequest request) {
        if (!isStream(request)) {
            closeAfter(request);
        } else if (!request.isEnded()) {
            long[] left = {DISCARDED_BYTES};
            request.handler(piece -> {
                left[0] -= piece.length();
                if (left[0] < 0) {
                    request.response().reset(NO_ERROR);
                }
            });
            request.resume();
        }
    }

    /** Whether no {@code Connection} header may be sent (RFC 9113, section 8.2.2). */
    private static boolean isStream(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }

    private static void closeAfter(HttpServerRequest request) {
        request.response().putHeader("Connection", "close");
    }
}
