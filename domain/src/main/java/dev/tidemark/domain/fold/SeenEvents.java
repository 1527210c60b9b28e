package dev.tidemark.domain.fold;

import java.util.Arrays;

/**
 * When each event was last seen, by the shard clock: fingerprint → milliseconds, 16 bytes an entry, open addressing. What
 * is older than the horizon is forgotten when the table would have to grow, so memory is bounded by the events of one
 * horizon. Not thread-safe.
 */
public final class SeenEvents {

    private static final long NEVER = Long.MIN_VALUE;
    private static final int SMALLEST = 1 << 10;

    private final long horizonMillis;
    private long[] fingerprints = new long[SMALLEST];
    private long[] times = new long[SMALLEST];
    private int size;
    private long latest = NEVER;

    /** Remembers for this long, in milliseconds of the shard clock. */
    public SeenEvents(long horizonMillis) {
        this.horizonMillis = horizonMillis;
        Arrays.fill(times, NEVER);
    }

    /** How long it remembers, in milliseconds of the shard clock. */
    public long horizonMillis() {
        return horizonMillis;
    }

    /** Whether it was seen less than the horizon before {@code clockMillis}. */
    public boolean seen(long fingerprint, long clockMillis) {
        long at = times[slot(fingerprint)];
        return at != NEVER && clockMillis - at < horizonMillis;
    }

    /** Remembers that it was seen at this shard clock; the later of two times stays. */
    public void see(long fingerprint, long clockMillis) {
        latest = Math.max(latest, clockMillis);
        int slot = slot(fingerprint);
        if (times[slot] == NEVER) {
            if ((size + 1) * 3L > times.length * 2L) {
                rehash();
                slot = slot(fingerprint);
            }
            fingerprints[slot] = fingerprint;
            size++;
        }
        times[slot] = Math.max(times[slot], clockMillis);
    }

    /** Number of entries held, expired ones included. */
    public int size() {
        return size;
    }

    /** The slot of the fingerprint: where it stands, or the free one where it would. */
    private int slot(long fingerprint) {
        int mask = times.length - 1;
        int slot = (int) (fingerprint ^ fingerprint >>> 32) & mask;
        while (times[slot] != NEVER && fingerprints[slot] != fingerprint) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void rehash() {
        long[] oldFingerprints = fingerprints;
        long[] oldTimes = times;
        long expired = latest - horizonMillis;
        int live = 0;
        for (long time : oldTimes) {
            if (time != NEVER && time > expired) {
                live++;
            }
        }
        int capacity = SMALLEST;
        while (capacity < live * 3L) {
            capacity <<= 1;
        }
        fingerprints = new long[capacity];
        times = new long[capacity];
        Arrays.fill(times, NEVER);
        for (int i = 0; i < oldTimes.length; i++) {
            if (oldTimes[i] != NEVER && oldTimes[i] > expired) {
                int slot = slot(oldFingerprints[i]);
                fingerprints[slot] = oldFingerprints[i];
                times[slot] = oldTimes[i];
            }
        }
        size = live;
    }
}
