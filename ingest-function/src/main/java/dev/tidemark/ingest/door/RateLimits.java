package dev.tidemark.ingest.door;

import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.model.EnvelopeDraft;
import jakarta.inject.Singleton;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How often a key and a device may send. Counted in this instance alone: with several of them, as on Lambda, the limit
 * that a caller meets is a multiple of the one configured. The gateway's throttling is the hard bound.
 */
@Singleton
class RateLimits {

    private static final int MOST_NAMES = 50_000;

    private final @Nullable TokenBuckets keys;
    private final @Nullable TokenBuckets devices;

    RateLimits(IngestConfig config) {
        keys = buckets(config.limits().keyPerSecond(), config.limits().burstSeconds());
        devices = buckets(config.limits().devicePerSecond(), config.limits().burstSeconds());
    }

    /**
     * Counts a request of this key.
     *
     * @throws ProblemException if there are too many
     */
    void countKey(String key) {
        if (keys != null && !keys.tryTake(key, System.nanoTime())) {
            throw Problem.of(ProblemType.TOO_MANY_REQUESTS, "too many requests with this key")
                    .toException();
        }
    }

    /**
     * Counts the envelopes of a body.
     *
     * @return the places of those whose devices send too often
     */
    BitSet tooSoon(List<EnvelopeDraft> drafts) {
        BitSet tooSoon = new BitSet(0);
        if (devices != null) {
            for (int place = 0; place < drafts.size(); place++) {
                if (!devices.tryTake(drafts.get(place).deviceId(), System.nanoTime())) {
                    tooSoon.set(place);
                }
            }
        }
        return tooSoon;
    }

    private static @Nullable TokenBuckets buckets(OptionalDouble perSecond, double burstSeconds) {
        return perSecond.isEmpty()
                ? null
                : new TokenBuckets(
                        perSecond.getAsDouble(), Math.max(1, perSecond.getAsDouble() * burstSeconds), MOST_NAMES);
    }
}
