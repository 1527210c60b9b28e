package dev.tidemark.ingest;

import dev.tidemark.ingest.envelope.Envelope;
import java.util.BitSet;

/**
 * What became of the events of one envelope: accepted, rejected, or to be sent again.
 *
 * @param envelope with its rejections
 * @param retry the events, by their place in {@code envelope.logged().events()}, that Kinesis has not acknowledged
 */
public record Verdict(Envelope envelope, BitSet retry) {

    /** Events that Kinesis has acknowledged. */
    public int accepted() {
        return envelope.indexes().length - retry.cardinality();
    }

    /** Events that the caller must send again. */
    public int retries() {
        return retry.cardinality();
    }

    /** Events that can never be accepted as they are. */
    public int rejected() {
        return envelope.rejections().size();
    }
}
