package dev.tidemark.ingest.door;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A rate for each of many names. A bucket holds {@code burst} tokens and fills at {@code perSecond}; a name that has not
 * been seen has a full one. At most {@code mostNames} are remembered, so that memory is bounded; the longest unseen is
 * forgotten first, and a forgotten name starts again with a full bucket. Thread-safe.
 */
final class TokenBuckets {

    private static final class Bucket {
        double tokens;
        long atNanos;
    }

    private final double perSecond;
    private final double burst;
    private final Map<String, Bucket> buckets;

    TokenBuckets(double perSecond, double burst, int mostNames) {
        if (!(perSecond > 0) || burst < 1) {
            throw new IllegalArgumentException(
                    "perSecond > 0 and burst >= 1 do not hold: they are " + perSecond + " and " + burst);
        }
        this.perSecond = perSecond;
        this.burst = burst;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > mostNames;
            }
        };
    }

    /** Takes a token of this name's bucket; false, and no token, if there is none. */
    synchronized boolean tryTake(String name, long nowNanos) {
        Bucket bucket = buckets.computeIfAbsent(name, unseen -> {
            Bucket full = new Bucket();
            full.tokens = burst;
            full.atNanos = nowNanos;
            return full;
        });
        bucket.tokens = Math.min(burst, bucket.tokens + (nowNanos - bucket.atNanos) * perSecond / 1e9);
        bucket.atNanos = nowNanos;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }
}
