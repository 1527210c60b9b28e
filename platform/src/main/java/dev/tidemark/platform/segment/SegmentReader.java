package dev.tidemark.platform.segment;

import java.nio.charset.StandardCharsets;

/** Reads what {@link SegmentBytes} writes. Checksums go before it, so what does not fit is a file that was never sealed. */
final class SegmentReader {

    private final byte[] bytes;
    private final int end;
    private int position;

    SegmentReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    long number() throws UnreadableSegmentException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw new UnreadableSegmentException("a number of the segment is cut off");
            }
            byte next = bytes[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new UnreadableSegmentException("a number of the segment does not end");
    }

    /** A number that counts or measures something. */
    int size() throws UnreadableSegmentException {
        long value = number();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new UnreadableSegmentException("a size in the segment is out of range: " + value);
        }
        return (int) value;
    }

    String text() throws UnreadableSegmentException {
        int length = size();
        if (length > end - position) {
            throw new UnreadableSegmentException("a text of the segment is cut off");
        }
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    void expectEnd() throws UnreadableSegmentException {
        if (position != end) {
            throw new UnreadableSegmentException("the segment has bytes that nothing accounts for");
        }
    }
}
