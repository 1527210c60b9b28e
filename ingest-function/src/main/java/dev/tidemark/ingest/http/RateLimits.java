package dev.tidemark.ingest.http;

import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.envelope.EnvelopeDraft;
import dev.tidemark.ingest.protocol.Batch;
import jakarta.inject.Singleton;
import java.util.ArrayList;
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
    private static final Problem TOO_MANY_OF_DEVICE =
            Problem.of(ProblemType.TOO_MANY_REQUESTS, "too many requests of this device");

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
     * Counts the envelopes of a body. A device's envelope too many becomes a broken line, and its neighbours pass.
     *
     * @throws ProblemException if no envelope is left, for that reason alone
     */
    List<Line> apply(List<Line> lines) {
        if (devices == null) {
            return lines;
        }
        List<Line> passed = new ArrayList<>(lines.size());
        int refused = 0;
        for (Line line : lines) {
            if (line instanceof Line.Read read && !devices.tryTake(read.draft().deviceId(), System.nanoTime())) {
                passed.add(new Line.Broken(TOO_MANY_OF_DEVICE));
                refused++;
            } else {
                passed.add(line);
            }
        }
        if (refused == lines.size()) {
            throw TOO_MANY_OF_DEVICE.toException();
        }
        return passed;
    }

    /**
     * Counts the devices of a batch.
     *
     * @throws ProblemException if one of them sends too often; its protocol knows no other answer
     */
    Batch apply(Batch batch) {
        if (devices != null) {
            for (EnvelopeDraft draft : batch.drafts()) {
                if (!devices.tryTake(draft.deviceId(), System.nanoTime())) {
                    throw TOO_MANY_OF_DEVICE.toException();
                }
            }
        }
        return batch;
    }

    private static @Nullable TokenBuckets buckets(OptionalDouble perSecond, double burstSeconds) {
        return perSecond.isEmpty()
                ? null
                : new TokenBuckets(
                        perSecond.getAsDouble(), Math.max(1, perSecond.getAsDouble() * burstSeconds), MOST_NAMES);
    }
}
