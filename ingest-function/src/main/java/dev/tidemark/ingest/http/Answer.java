package dev.tidemark.ingest.http;

import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/**
 * The status of an answer to events: 200 when at least one was accepted, or some are merely to be retried; 503 when all
 * are; 400 when none was valid.
 *
 * @param accepted events
 * @param retries events to be sent again
 * @param rejected events, and lines that were no envelope
 */
record Answer(int accepted, int retries, int rejected) {

    boolean nothingWasValid() {
        return accepted == 0 && retries == 0;
    }

    boolean allMustBeRetried() {
        return accepted == 0 && retries > 0 && rejected == 0;
    }

    /**
     * The answer.
     *
     * @param ok its body at status 200
     * @param members what a problem document says of the verdicts
     */
    Response respond(String mediaType, Supplier<byte[]> ok, Problem.Members members) {
        if (nothingWasValid()) {
            return Problems.respond(Problem.of(ProblemType.NO_VALID_EVENT, null, members));
        }
        if (allMustBeRetried()) {
            return Problems.respond(Problem.of(ProblemType.UNAVAILABLE, null, members));
        }
        Response.ResponseBuilder response = Response.ok(ok.get(), mediaType);
        if (retries > 0) {
            response.header("Retry-After", Problems.retryAfterSeconds());
        }
        return response.build();
    }
}
