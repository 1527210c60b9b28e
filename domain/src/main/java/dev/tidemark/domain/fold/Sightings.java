package dev.tidemark.domain.fold;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The fingerprints that one step saw, with the shard clock of each: what the journal keeps, so that another instance
 * knows the same duplicates. Packed, 9 to 18 bytes a sighting: the fingerprint, then how far its clock stands after the one
 * before it (after zero, for the first), in milliseconds, as a zigzag LEB128. A step may span any time: a recording, or a
 * shard that slept for a month.
 */
public final class Sightings {

    private static final byte FORMAT = 1;
    private static final int MOST_BYTES_EACH = Long.BYTES + 10;

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

    /** The packed form: a byte that names the format, then each sighting. */
    public byte[] pack() {
        ByteBuffer bytes = ByteBuffer.allocate(1 + size * MOST_BYTES_EACH).put(FORMAT);
        long clock = 0;
        for (int i = 0; i < size; i++) {
            bytes.putLong(fingerprints[i]);
            long step = clocks[i] - clock;
            clock = clocks[i];
            long rest = (step << 1) ^ (step >> 63);
            for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
                bytes.put((byte) ((rest & 0x7f) | 0x80));
            }
            bytes.put((byte) rest);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /**
     * Reads the packed form.
     *
     * @throws IllegalArgumentException if the bytes are of another format or cut short
     */
    public static Sightings unpack(byte[] packed) {
        ByteBuffer bytes = ByteBuffer.wrap(packed);
        try {
            if (bytes.get() != FORMAT) {
                throw new IllegalArgumentException("sightings of another format: " + packed[0]);
            }
            Sightings sightings = new Sightings();
            long clock = 0;
            while (bytes.hasRemaining()) {
                long fingerprint = bytes.getLong();
                clock += unzigzag(bytes);
                sightings.add(fingerprint, clock);
            }
            return sightings;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("sightings cut short: " + packed.length + " bytes", e);
        }
    }

    private static long unzigzag(ByteBuffer bytes) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes.get();
            value |= (next & 0x7fL) << shift;
            shift += 7;
        } while (next < 0 && shift < Long.SIZE);
        return (value >>> 1) ^ -(value & 1);
    }
}
