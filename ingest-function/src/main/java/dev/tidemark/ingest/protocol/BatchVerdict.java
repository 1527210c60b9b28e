package dev.tidemark.ingest.protocol;

import dev.tidemark.ingest.Verdict;
import dev.tidemark.ingest.envelope.Rejected;
import java.util.List;

/**
 * What became of a batch, by the events' places in it.
 *
 * @param accepted how many Kinesis has acknowledged
 * @param rejected those that can never be accepted as they are, ascending
 * @param retry those that the caller must send again, ascending
 */
public record BatchVerdict(int accepted, List<Rejection> rejected, List<Verdict.Retry> retry) {

    /** A rejected event. */
    public record Rejection(int index, Rejected rejected) {}
}
