package dev.tidemark.ingest.door;

import dev.tidemark.ingest.model.SizeLimits;
import dev.tidemark.ingest.wire.NoHttpException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of one request as it arrives. Memory is for what has come, not for what is announced. Lives on the
 * request's event loop.
 */
final class BodyReader {

    private static final long NO_TIMER = -1;

    private final HttpServerRequest request;
    private final long announced;
    private final Duration deadline;
    private final @Nullable Context loop = Vertx.currentContext();

    private @Nullable Body body;
    private @Nullable UniEmitter<? super Body> emitter;
    private long timer = NO_TIMER;

    /**
     * Of a request whose event loop this is called on.
     *
     * @param empty to be filled; closed where there is no answer but a failure
     * @throws ProblemException if the body is said to be too large
     */
    BodyReader(HttpServerRequest request, Body empty, Duration deadline) {
        this.request = request;
        this.announced = announcedLength(request);
        this.body = empty;
        this.deadline = deadline;
        if (announced > SizeLimits.BODY_BYTES) {
            throw Problem.of(ProblemType.BODY_TOO_LARGE, "a body may have " + SizeLimits.BODY_BYTES + " bytes")
                    .toException();
        }
    }

    /** The body as it was sent. To be asked for once. */
    Uni<Body> read() {
        return Uni.createFrom().emitter(to -> {
            emitter = to;
            start();
        });
    }

    /** Makes room for others, if the body is not whole yet. May be called by any thread. */
    void giveWay() {
        if (loop != null) {
            loop.runOnContext(now ->
                    fail(Problem.of(ProblemType.UNAVAILABLE, "others wait for the place of this body, which is slow")));
        }
    }

    private void start() {
        request.handler(this::add);
        // The connection is gone, so nobody receives this answer.
        request.exceptionHandler(broken -> fail(Problem.of(ProblemType.BAD_REQUEST, "the body broke off")));
        request.endHandler(end -> complete());
        if (Connections.hasOne(request) && "100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
        // What has come with the headers is handed over before this runs: most bodies need no timer.
        Context here = loop;
        if (here != null) {
            here.runOnContext(later -> startTimer(here.owner()));
        }
    }

    private void startTimer(Vertx vertx) {
        if (body != null) {
            timer = vertx.setTimer(
                    deadline.toMillis(),
                    over -> fail(Problem.of(
                            ProblemType.TOO_SLOW, "a body has " + deadline.toSeconds() + " seconds to arrive")));
        }
    }

    private void add(Buffer piece) {
        Body growing = body;
        if (growing == null) {
            return;
        }
        try {
            int at = growing.length();
            piece.getBytes(growing.grow(piece.length(), at + piece.length() == announced), at);
        } catch (ProblemException e) {
            fail(e.problem());
        }
    }

    private void complete() {
        if (request.decoderResult().isFailure()) {
            fail(Problem.of(
                    ProblemType.BAD_REQUEST,
                    NoHttpException.tellable(request.decoderResult().cause())));
            return;
        }
        Body whole = body;
        UniEmitter<? super Body> to = emitter;
        if (whole != null && to != null) {
            end();
            to.complete(whole);
        }
    }

    private void fail(Problem problem) {
        Body part = body;
        UniEmitter<? super Body> to = emitter;
        if (part != null && to != null) {
            end();
            part.close();
            to.fail(problem.toException());
        }
    }

    private void end() {
        body = null;
        Context here = loop;
        if (timer != NO_TIMER && here != null) {
            here.owner().cancelTimer(timer);
        }
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
}
