package dev.tidemark.ingest.posthog;

import dev.tidemark.ingest.door.Answer;
import dev.tidemark.ingest.door.Problem;
import dev.tidemark.ingest.door.ProblemType;
import dev.tidemark.ingest.door.Protocol;
import dev.tidemark.ingest.door.Receipt;
import dev.tidemark.ingest.door.Tally;
import dev.tidemark.ingest.model.BatchVerdict;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.reading.ForeignField;
import dev.tidemark.ingest.reading.UnreadableException;
import java.util.List;

/**
 * The protocol of most SDKs. They go by the status: where a single event must be sent again, the answer is 503, and what
 * comes twice is a duplicate. So it is where somebody sends too often or too slowly: the SDK for browsers takes 429 and 408
 * for final.
 */
final class Capture implements Protocol<PostHog.Captured> {

    private final PostHog posthog;

    Capture(PostHog posthog) {
        this.posthog = posthog;
    }

    @Override
    public boolean keyMayBeInBody() {
        return true;
    }

    @Override
    public boolean bodyMayBeGzipUnsaid() {
        return true;
    }

    @Override
    public PostHog.Captured read(byte[] body) throws UnreadableException {
        return posthog.read(Wrapping.off(body), ForeignField.MISSING);
    }

    @Override
    public Answer answer(PostHog.Captured captured, List<EnvelopeVerdict> verdicts, Receipt receipt) {
        BatchVerdict verdict = captured.batch().verdict(verdicts);
        Answer.Json fields = json -> receipt.write(json, verdict);
        return verdict.retry().isEmpty()
                ? Tally.of(verdict)
                        .allOrNothing(
                                () -> Answer.json(200, json -> {
                                    json.writeStringField("status", "Ok");
                                    receipt.writeAside(json, verdict);
                                }),
                                fields)
                : Answer.of(Problem.of(ProblemType.UNAVAILABLE, null, fields));
    }

    @Override
    public Answer refuse(Problem problem) {
        return Answer.of(
                switch (problem.type()) {
                    case TOO_MANY_REQUESTS -> Problem.of(ProblemType.UNAVAILABLE, "too many requests");
                    case TOO_SLOW -> Problem.of(ProblemType.UNAVAILABLE, problem.detail());
                    default -> problem;
                });
    }
}
