package dev.tidemark.platform.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The format's constants, and bytes on their way into a segment: whole numbers of seven bits a byte, lowest first. */
final class SegmentBytes {

    /** {@code TMSG}, at both ends of a file. */
    static final int MAGIC = 0x544D5347;

    /** Whoever changes what a byte of a segment means raises it. */
    static final int VERSION = 1;

    static final int HEADER = 8;

    /** In place of a block's length: the footer comes. */
    static final int END_OF_BLOCKS = -1;

    /** Of a block before its payload: length, count, checksum, first fingerprint, base clock. */
    static final int BLOCK_HEADER = 28;

    /** Length and checksum of the footer, version, magic. */
    static final int TRAILER = 16;

    /** From this many entries on, the next other fingerprint begins a block. */
    static final int BLOCK_ENTRIES = 4_096;

    private byte[] bytes = new byte[1 << 16];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    byte[] array() {
        return bytes;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** A number of 64 bits without a sign, in one to ten bytes. */
    void number(long value) {
        if (length + 10 > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        append(encoded, encoded.length);
    }

    void append(SegmentBytes other) {
        append(other.bytes, other.length);
    }

    private void append(byte[] more, int count) {
        while (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
    }

    /** Over everything of a block but the checksum itself. */
    static int blockChecksum(int count, long first, long baseClock, byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(24)
                .putInt(length)
                .putInt(count)
                .putLong(first)
                .putLong(baseClock)
                .flip());
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }

    static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
