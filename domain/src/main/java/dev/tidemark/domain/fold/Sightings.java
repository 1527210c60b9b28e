package dev.tidemark.domain.fold;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The fingerprints that one step saw, with the shard clock of each: what the journal keeps, so that another instance
 * knows the same duplicates. Packed, 12 bytes a sighting: the fingerprint, and the clock as an offset from the step's
 * first, in milliseconds.
 */
public final class Sightings {

    private static final int BYTES_EACH = Long.BYTES + Integer.BYTES;

    private long[] fingerprints = new long[64];
    private long[] clocks = new long[64];
    private int size;

    /** Notes one more. */
    public void add(long fingerprint, long clockMillis) {
        if (size == fingerprints.length) {
            fingerprints = Arrays.copyOf(fingerprints, size * 2);
            clocks = Arrays.copyOf(clocks, size * 2);
        }
        fingerprints[size] = fingerprint;
        clocks[size++] = clockMillis;
    }

    /** Number of sightings. */
    public int size() {
        return size;
    }

    /** Remembers them all. */
    public void into(SeenEvents seen) {
        for (int i = 0; i < size; i++) {
            seen.see(fingerprints[i], clocks[i]);
        }
    }

    /** The packed form: the first clock, then each sighting. */
    public byte[] pack() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + size * BYTES_EACH);
        long base = size == 0 ? 0 : clocks[0];
        bytes.putLong(base);
        for (int i = 0; i < size; i++) {
            bytes.putLong(fingerprints[i]).putInt(Math.toIntExact(clocks[i] - base));
        }
        return bytes.array();
    }

    /**
     * Reads the packed form.
     *
     * @throws IllegalArgumentException if the bytes are cut short
     */
    public static Sightings unpack(byte[] packed) {
        if (packed.length < Long.BYTES || (packed.length - Long.BYTES) % BYTES_EACH != 0) {
            throw new IllegalArgumentException("8 + 12·n bytes expected, not " + packed.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(packed);
        long base = bytes.getLong();
        Sightings sightings = new Sightings();
        while (bytes.hasRemaining()) {
            long fingerprint = bytes.getLong();
            sightings.add(fingerprint, base + bytes.getInt());
        }
        return sightings;
    }
}
