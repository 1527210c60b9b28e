package dev.tidemark.ingest.door;

import dev.tidemark.ingest.model.Limits;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/**
 * Reads the body of one request as it arrives, never beyond {@link Limits#BODY_BYTES}, and decodes it. A small body is
 * handed on where it arrives; a large one, or one to be inflated, on a worker thread, so that no event loop waits for it.
 */
final class BodyReader {

    private static final int HANDED_ON_AT_ONCE = 64 << 10;
    private static final int UNKNOWN_LENGTH = 4 << 10;
    private static final byte[] NONE = {};

    private final HttpServerRequest request;
    private byte[] bytes;
    private int length;
    private boolean refused;

    private BodyReader(HttpServerRequest request, int expected) {
        this.request = request;
        this.bytes = new byte[expected];
    }

    /**
     * The decoded body.
     *
     * @param gzipMayBeUnsaid whether a body that begins as gzip does is, whatever its headers say
     * @return fails with a {@link ProblemException} if the body is too large or its encoding broken
     * @throws ProblemException if the encoding is not supported
     */
    static Uni<byte[]> read(HttpServerRequest request, boolean gzipMayBeUnsaid) {
        long announced = announcedLength(request);
        if (announced > Limits.BODY_BYTES) {
            Connections.refuseBody(request);
            return Uni.createFrom().failure(tooLarge());
        }
        ContentEncoding encoding = ContentEncoding.of(request.getHeader("Content-Encoding"));
        Uni<byte[]> body = Uni.createFrom()
                .emitter(emitter ->
                        new BodyReader(request, announced < 0 ? UNKNOWN_LENGTH : (int) announced).collect(emitter));
        return body.flatMap(sent ->
                decoded(sent, gzipMayBeUnsaid && ContentEncoding.beginsAsGzip(sent) ? ContentEncoding.GZIP : encoding));
    }

    private static Uni<byte[]> decoded(byte[] sent, ContentEncoding encoding) {
        return encoding == ContentEncoding.IDENTITY && sent.length <= HANDED_ON_AT_ONCE
                ? Uni.createFrom().item(sent)
                : Uni.createFrom()
                        .item(() -> encoding.decode(sent))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void collect(UniEmitter<? super byte[]> emitter) {
        request.handler(piece -> {
            if (!refused && !add(piece)) {
                refused = true;
                Connections.refuseBody(request);
                emitter.fail(tooLarge());
            }
        });
        request.exceptionHandler(emitter::fail);
        request.endHandler(end -> emitter.complete(handOver()));
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    /** The bytes, which are not held on to: the request lives until it is answered. */
    private byte[] handOver() {
        byte[] all = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = NONE;
        return all;
    }

    private boolean add(Buffer piece) {
        int end = length + piece.length();
        if (end > Limits.BODY_BYTES) {
            return false;
        }
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(Limits.BODY_BYTES, Math.max(end, 2 * bytes.length)));
        }
        piece.getBytes(bytes, length);
        length = end;
        return true;
    }

    /** What {@code Content-Length} says, or -1. */
    private static long announcedLength(HttpServerRequest request) {
        String header = request.getHeader("Content-Length");
        try {
            return header == null ? -1 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static ProblemException tooLarge() {
        return Problem.of(ProblemType.BODY_TOO_LARGE, "a body may have " + Limits.BODY_BYTES + " bytes")
                .toException();
    }
}
