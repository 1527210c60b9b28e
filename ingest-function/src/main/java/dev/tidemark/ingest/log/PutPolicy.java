package dev.tidemark.ingest.log;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long and how often a record is tried.
 *
 * @param deadline after which no new attempt starts, from the moment the request was handed over
 * @param firstBackoff the mean wait before the second attempt; doubles with each further one
 * @param longestBackoff bounds the wait
 * @param calls how many PutRecords calls may be under way at once
 * @param linger how long a body waits at most for a call under way, to share the next one
 * @param pace how far apart calls start at least while {@value CallQueue#LOADED_RECORDS} records or more wait, or went with
 *     the last call; a full call does not wait for it
 * @param waitingBytes how much may wait for a call; what comes on top is given back at once
 */
public record PutPolicy(
        Duration deadline,
        Duration firstBackoff,
        Duration longestBackoff,
        int calls,
        Duration linger,
        Duration pace,
        long waitingBytes) {

    /**
     * The wait before another attempt, uniform over {@code [0.5, 1.5)} of the mean, so that the callers of one throttled
     * shard do not come back together.
     *
     * @param attempts so far; {@code >= 1}
     */
    long backoffNanos(int attempts, RandomGenerator random) {
        long mean = Math.min(longestBackoff.toNanos(), firstBackoff.toNanos() << Math.min(attempts - 1, 20));
        return mean / 2 + random.nextLong(Math.max(1, mean));
    }
}
