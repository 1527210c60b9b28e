package dev.tidemark.ingest.door;

import dev.tidemark.ingest.model.BatchVerdict;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * What became of all events of a body, and so of which kind its answer is.
 *
 * @param accepted events
 * @param retries events to be sent again
 * @param throttled of those, the ones whose devices send too often
 * @param rejected events, and lines that were no envelope
 */
public record Tally(int accepted, int retries, int throttled, int rejected) {

    public static Tally of(BatchVerdict verdict) {
        return new Tally(
                verdict.accepted(),
                verdict.retry().size(),
                verdict.throttled(),
                verdict.rejected().size());
    }

    /**
     * Of envelopes.
     *
     * @param broken lines that are none
     */
    public static Tally of(List<EnvelopeVerdict> verdicts, int broken) {
        int accepted = 0;
        int retries = 0;
        int throttled = 0;
        int rejected = broken;
        for (EnvelopeVerdict verdict : verdicts) {
            accepted += verdict.accepted();
            retries += verdict.retries();
            throttled += verdict.throttled() ? verdict.retries() : 0;
            rejected += verdict.rejected();
        }
        return new Tally(accepted, retries, throttled, rejected);
    }

    /**
     * The answer to a sender who goes by the verdicts: status 200 when at least one event was accepted, or some are merely
     * to be sent again; a problem when all are, or none was valid.
     *
     * @param ok makes the answer of a status and its fields
     * @param fields the verdicts, which are members of a problem document, too
     */
    public Answer perEvent(BiFunction<Integer, Answer.Json, Answer> ok, Answer.Json fields) {
        if (accepted == 0 && retries == 0) {
            return Answer.of(Problem.of(ProblemType.NO_VALID_EVENT, null, fields));
        }
        if (accepted == 0 && rejected == 0) {
            return Answer.of(sendAgain(fields));
        }
        return ok.apply(200, fields).toBeSentAgainIf(retries > 0);
    }

    /**
     * The answer to a sender who goes by the status alone, and sends all again or nothing: where a single event must be
     * sent again, all must, and what comes twice is a duplicate.
     */
    public Answer allOrNothing(Supplier<Answer> ok, Answer.Json fields) {
        if (retries > 0) {
            return Answer.of(sendAgain(fields));
        }
        return accepted == 0 ? Answer.of(Problem.of(ProblemType.NO_VALID_EVENT, null, fields)) : ok.get();
    }

    private Problem sendAgain(Answer.Json fields) {
        return throttled == retries
                ? Problem.of(ProblemType.TOO_MANY_REQUESTS, "too many requests of this device", fields)
                : Problem.of(ProblemType.UNAVAILABLE, null, fields);
    }
}
