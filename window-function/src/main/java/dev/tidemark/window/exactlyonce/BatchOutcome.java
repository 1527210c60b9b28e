package dev.tidemark.window.exactlyonce;

/** What came of a batch of one shard. */
public sealed interface BatchOutcome {

    /** All of it is in the grid. The shard's head before and after it. */
    record Applied(ShardHead before, ShardHead after) implements BatchOutcome {}

    /** All of it is in the archive, up to this padded sequence number. */
    record Archived(String upTo) implements BatchOutcome {}

    /**
     * A store failed: from this record on nothing counts as done, and it is to be delivered again. What is before it stays.
     *
     * @param sequence padded sequence number of the first record that is to be delivered again
     */
    record FailedFrom(String sequence, RuntimeException cause) implements BatchOutcome {}
}
