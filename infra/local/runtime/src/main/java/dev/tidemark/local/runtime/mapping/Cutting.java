package dev.tidemark.local.runtime.mapping;

/**
 * What Lambda leaves open about batches: it may cut them smaller than they could be, and may send again what the function
 * has processed already. Called by the threads of all shards; the shard of one call is served by one thread at a time.
 */
public interface Cutting {

    /** Batches as full as they can be, each sent once. */
    Cutting FULL = new Cutting() {};

    /**
     * The most records of a shard's next batch.
     *
     * @param mapping name of the mapping
     * @param batchSize what the mapping is set to
     * @return 1 to {@code batchSize}
     */
    default int mostRecords(String mapping, String shardId, int batchSize) {
        return batchSize;
    }

    /** Whether the batch that was processed just now comes again, with what follows it, cut anew. */
    default boolean again(String mapping, String shardId) {
        return false;
    }
}
