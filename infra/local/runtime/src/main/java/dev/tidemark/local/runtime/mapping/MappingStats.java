package dev.tidemark.local.runtime.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counters of a mapping since its start, and where it is.
 *
 * @param name the mapping's name
 * @param batches batches that the function has processed, in whole or up to the first record that it reported
 * @param records records that are done
 * @param invocations invocations, retries included
 * @param retries invocations of a batch, or of a part of it, that had failed before
 * @param errors invocations that failed, or reported a failure
 * @param givenUp records that were given up
 * @param shards where it is in each shard that it knows
 */
public record MappingStats(
        String name,
        long batches,
        long records,
        long invocations,
        long retries,
        long errors,
        long givenUp,
        Map<String, ShardProgress> shards) {

    /**
     * Where a mapping is in a shard.
     *
     * @param sequenceNumber the last that is done; null at the beginning
     * @param ended whether the shard is closed and read to its end
     * @param atTip whether the last read found nothing and nothing is in flight
     * @param oldestWaiting arrival of the oldest record that was read and is not done; null when there is none
     * @param problem why the shard cannot be read or its batch not be processed at the moment; null when all is well
     */
    public record ShardProgress(
            @Nullable String sequenceNumber,
            boolean ended,
            boolean atTip,
            @Nullable Instant oldestWaiting,
            @Nullable String problem) {}

    /** Age of the oldest record that was read and is not done, as Lambda's {@code IteratorAge}; zero when there is none. */
    public Duration lag(Instant now) {
        return shards.values().stream()
                .map(ShardProgress::oldestWaiting)
                .filter(oldest -> oldest != null)
                .map(oldest -> Duration.between(oldest, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
