package dev.tidemark.local.chaos;

import dev.tidemark.local.runtime.mapping.Cutting;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Cuts half of all batches anywhere below their bound, small ones as likely as large ones, and sends one of so many again.
 * What a shard's n-th batch gets is decided by the seed.
 */
final class SeededCutting implements Cutting {

    private static final int ONE_AGAIN_OF = 12;

    private final long seed;
    private final Map<String, Random> byShard = new HashMap<>();
    private final AtomicLong recut = new AtomicLong();
    private final AtomicLong again = new AtomicLong();
    private volatile boolean calm;

    SeededCutting(long seed) {
        this.seed = seed;
    }

    @Override
    public int mostRecords(String mapping, String shardId, int batchSize) {
        Random random = random(mapping, shardId);
        if (calm || random.nextBoolean()) {
            return batchSize;
        }
        recut.incrementAndGet();
        // Log-uniform: as often between 1 and 10 as between 100 and 1,000.
        return (int) Math.max(1, Math.min(batchSize, Math.exp(random.nextDouble() * Math.log(batchSize))));
    }

    @Override
    public boolean again(String mapping, String shardId) {
        if (calm || random(mapping, shardId).nextInt(ONE_AGAIN_OF) > 0) {
            return false;
        }
        again.incrementAndGet();
        return true;
    }

    private synchronized Random random(String mapping, String shardId) {
        return byShard.computeIfAbsent(mapping + " " + shardId, name -> new Random(seed ^ name.hashCode()));
    }

    /** Full batches from now on, each sent once. */
    void calm() {
        calm = true;
    }

    /** Batches with a bound of their own. */
    long recut() {
        return recut.get();
    }

    /** Batches that came again after they had succeeded. */
    long again() {
        return again.get();
    }
}
