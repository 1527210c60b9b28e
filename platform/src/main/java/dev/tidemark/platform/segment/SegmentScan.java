package dev.tidemark.platform.segment;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a segment from its beginning to its end, one block at a time, in the order of fingerprints. Every block is held against
 * its checksum before its first entry comes out, and the end against the footer: a file that was cut off, or is not the one that
 * was sealed, ends in an exception. Not thread-safe.
 */
public final class SegmentScan implements AutoCloseable {

    private static final int LONGEST_BLOCK = 1 << 30;

    private final DataInputStream in;
    private SegmentBlock block;
    private long entries;
    private List<SegmentSource> sources = List.of();
    private boolean ended;

    /**
     * Begins.
     *
     * @param in buffered; closed with this
     * @throws UnreadableSegmentException if it is no segment, or one of another version
     */
    public SegmentScan(InputStream in) throws IOException {
        this.in = new DataInputStream(in);
        try {
            int magic = this.in.readInt();
            SegmentFooter.expectVersion(this.in.readInt(), magic);
            this.block = nextBlock();
        } catch (EOFException e) {
            throw cutOff(e);
        }
    }

    /**
     * Moves to the next entry; false behind the last, where the whole file has been read and found right.
     *
     * @throws UnreadableSegmentException if the file is not the one that was sealed
     */
    public boolean next() throws IOException {
        while (!ended) {
            if (block.next()) {
                entries++;
                return true;
            }
            try {
                block = nextBlock();
            } catch (EOFException e) {
                throw cutOff(e);
            }
        }
        return false;
    }

    private SegmentBlock nextBlock() throws IOException {
        int length = in.readInt();
        if (length == SegmentBytes.END_OF_BLOCKS) {
            readFooter();
            return SegmentBlock.EMPTY;
        }
        if (length < 0 || length > LONGEST_BLOCK) {
            throw new UnreadableSegmentException("the length of a block of the segment is out of range: " + length);
        }
        ByteBuffer header = ByteBuffer.allocate(SegmentBytes.BLOCK_HEADER).putInt(length);
        header.put(readExactly(SegmentBytes.BLOCK_HEADER - Integer.BYTES)).flip();
        return SegmentBlock.of(header, readExactly(length), 0, length);
    }

    private byte[] readExactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private void readFooter() throws IOException {
        byte[] tail = in.readAllBytes();
        SegmentFooter.Trailer trailer = SegmentFooter.trailer(tail);
        SegmentFooter footer = SegmentFooter.of(Arrays.copyOf(tail, tail.length - SegmentBytes.TRAILER), trailer);
        if (footer.entries() != entries) {
            throw new UnreadableSegmentException(
                    "the segment has " + entries + " entries, and its footer says " + footer.entries());
        }
        sources = footer.sources();
        ended = true;
    }

    private static UnreadableSegmentException cutOff(EOFException cause) {
        UnreadableSegmentException cutOff = new UnreadableSegmentException("the segment is cut off");
        cutOff.initCause(cause);
        return cutOff;
    }

    /** Of the entry, as a number without a sign. */
    public long fingerprint() {
        return block.fingerprint();
    }

    /** Of the entry: the shard clock before its record. */
    public long clockMillis() {
        return block.clockMillis();
    }

    /** Of the entry: the number of its source, which {@link #sources} names. */
    public int source() {
        return block.source();
    }

    /** Of the entry: the number of its record in the source. */
    public int line() {
        return block.line();
    }

    /** What entries lie in, by number; known behind the last entry. */
    public List<SegmentSource> sources() {
        if (!ended) {
            throw new IllegalStateException(
                    "the sources stand behind the entries, and not all of these have been read");
        }
        return sources;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
