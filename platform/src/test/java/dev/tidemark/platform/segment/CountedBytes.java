package dev.tidemark.platform.segment;

import java.util.Arrays;

/** A file in memory that counts how often it is read. */
final class CountedBytes implements RangedBytes {

    private final byte[] bytes;
    int reads;

    CountedBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public byte[] range(long offset, int length) {
        reads++;
        int from = (int) Math.min(bytes.length, offset);
        return Arrays.copyOfRange(bytes, from, (int) Math.min(bytes.length, (long) from + length));
    }

    @Override
    public byte[] tail(int length) {
        reads++;
        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - length), bytes.length);
    }
}
