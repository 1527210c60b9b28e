package dev.tidemark.platform.segment;

import java.nio.ByteBuffer;

/** One block on its way out, entry by entry. Not thread-safe. */
final class SegmentBlock {

    /** Of no entry. */
    static final SegmentBlock EMPTY = new SegmentBlock(new SegmentReader(new byte[0], 0, 0), 0, 0, 0);

    private final SegmentReader read;
    private final long baseClock;
    private int left;
    private long fingerprint;
    private long clockMillis;
    private int source;
    private int line;

    private SegmentBlock(SegmentReader read, int count, long first, long baseClock) {
        this.read = read;
        this.left = count;
        this.fingerprint = first;
        this.baseClock = baseClock;
    }

    /**
     * A block.
     *
     * @param header its {@link SegmentBytes#BLOCK_HEADER} bytes; what follows is left alone
     * @param payload behind it, from an offset on
     */
    static SegmentBlock of(ByteBuffer header, byte[] payload, int from, int length) throws UnreadableSegmentException {
        int said = header.getInt();
        int count = header.getInt();
        int checksum = header.getInt();
        long first = header.getLong();
        long baseClock = header.getLong();
        if (said != length
                || count <= 0
                || SegmentBytes.blockChecksum(count, first, baseClock, payload, from, length) != checksum) {
            throw new UnreadableSegmentException("a block of the segment is not the one that was sealed");
        }
        return new SegmentBlock(new SegmentReader(payload, from, from + length), count, first, baseClock);
    }

    /** Moves to the next entry; false behind the last. */
    boolean next() throws UnreadableSegmentException {
        if (left == 0) {
            read.expectEnd();
            return false;
        }
        left--;
        fingerprint += read.number();
        clockMillis = baseClock + read.number();
        source = read.size();
        line = read.size();
        return true;
    }

    long fingerprint() {
        return fingerprint;
    }

    long clockMillis() {
        return clockMillis;
    }

    int source() {
        return source;
    }

    int line() {
        return line;
    }
}
