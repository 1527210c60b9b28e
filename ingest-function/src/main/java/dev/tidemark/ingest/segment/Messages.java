package dev.tidemark.ingest.segment;

import dev.tidemark.ingest.door.Answer;
import dev.tidemark.ingest.door.Problem;
import dev.tidemark.ingest.door.ProblemType;
import dev.tidemark.ingest.door.Protocol;
import dev.tidemark.ingest.door.Receipt;
import dev.tidemark.ingest.door.Tally;
import dev.tidemark.ingest.model.BatchVerdict;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.UnreadableException;
import java.util.List;

/**
 * One request of Segment's protocol. Its SDKs send a batch again as a whole or not at all: where a single event must be sent
 * again, the answer is 503, and what comes twice is a duplicate.
 */
class Messages implements Protocol<Batch> {

    private final Segment segment;
    private final String address;
    private final Attempt attempt;

    /** Of what was posted to the address: {@code batch}, {@code track}, {@code t}, …. */
    Messages(Segment segment, String address, Attempt attempt) {
        this.segment = segment;
        this.address = address;
        this.attempt = attempt;
    }

    @Override
    public boolean keyMayBeInBody() {
        return true;
    }

    @Override
    public Batch read(byte[] body) throws UnreadableException {
        return segment.read(body, address, attempt);
    }

    @Override
    public Answer answer(Batch batch, List<EnvelopeVerdict> verdicts, Receipt receipt) {
        BatchVerdict verdict = batch.verdict(verdicts);
        return Tally.of(verdict)
                .allOrNothing(
                        () -> Answer.json(200, json -> {
                            json.writeBooleanField("success", true);
                            receipt.writeAside(json, verdict);
                        }),
                        json -> receipt.write(json, verdict));
    }

    /** RudderStack's SDKs take 408 for final. */
    @Override
    public Answer refuse(Problem problem) {
        return Answer.of(
                problem.type() == ProblemType.TOO_SLOW
                        ? Problem.of(ProblemType.UNAVAILABLE, problem.detail())
                        : problem);
    }
}
