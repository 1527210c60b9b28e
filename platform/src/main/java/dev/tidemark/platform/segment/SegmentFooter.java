package dev.tidemark.platform.segment;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What stands behind the blocks of a segment.
 *
 * @param entries of all blocks
 * @param firsts first fingerprint of each block
 * @param offsets where each block begins in the file
 * @param lengths of each block, with its header
 * @param sources that entries name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SegmentFooter(long entries, long[] firsts, long[] offsets, int[] lengths, List<SegmentSource> sources) {

    /** A trailer: how long the footer before it is, and its checksum. */
    record Trailer(int footerBytes, int checksum) {}

    /** Reads the last {@link SegmentBytes#TRAILER} of these bytes. */
    static Trailer trailer(byte[] tail) throws UnreadableSegmentException {
        if (tail.length < SegmentBytes.TRAILER) {
            throw new UnreadableSegmentException("the segment ends before its trailer");
        }
        ByteBuffer trailer = ByteBuffer.wrap(tail, tail.length - SegmentBytes.TRAILER, SegmentBytes.TRAILER);
        int footerBytes = trailer.getInt();
        int checksum = trailer.getInt();
        expectVersion(trailer.getInt(), trailer.getInt());
        if (footerBytes < 0) {
            throw new UnreadableSegmentException("the length of the segment's footer is out of range: " + footerBytes);
        }
        return new Trailer(footerBytes, checksum);
    }

    static void expectVersion(int version, int magic) throws UnreadableSegmentException {
        if (magic != SegmentBytes.MAGIC) {
            throw new UnreadableSegmentException("this is no segment, or not a whole one");
        }
        if (version != SegmentBytes.VERSION) {
            throw new UnreadableSegmentException(
                    "the segment is of format " + version + ", and this release reads format " + SegmentBytes.VERSION);
        }
    }

    /** Reads a footer. */
    static SegmentFooter of(byte[] deflated, Trailer trailer) throws UnreadableSegmentException {
        if (deflated.length != trailer.footerBytes() || SegmentBytes.checksum(deflated) != trailer.checksum()) {
            throw new UnreadableSegmentException("the segment's footer is not the one that was sealed");
        }
        byte[] plain = inflated(deflated);
        SegmentReader read = new SegmentReader(plain, 0, plain.length);
        long entries = read.number();
        int blocks = read.size();
        long[] firsts = new long[blocks];
        long[] offsets = new long[blocks];
        int[] lengths = new int[blocks];
        long first = 0;
        long offset = SegmentBytes.HEADER;
        for (int block = 0; block < blocks; block++) {
            first += read.number();
            firsts[block] = first;
            offsets[block] = offset;
            lengths[block] = Math.addExact(SegmentBytes.BLOCK_HEADER, read.size());
            offset += lengths[block];
        }
        int count = read.size();
        List<SegmentSource> sources = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sources.add(new SegmentSource(read.text(), read.text(), read.text(), read.text()));
        }
        read.expectEnd();
        return new SegmentFooter(entries, firsts, offsets, lengths, sources);
    }

    private static byte[] inflated(byte[] deflated) throws UnreadableSegmentException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            ByteArrayOutputStream plain = new ByteArrayOutputStream(4 * deflated.length);
            byte[] buffer = new byte[1 << 14];
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                if (length == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new UnreadableSegmentException("the segment's footer is cut off");
                }
                plain.write(buffer, 0, length);
            }
            return plain.toByteArray();
        } catch (DataFormatException e) {
            throw new UnreadableSegmentException("the segment's footer cannot be inflated: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    /** The one block that may hold the fingerprint; −1 where it is less than all. */
    int blockOf(long fingerprint) {
        int low = 0;
        int high = firsts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(firsts[middle], fingerprint) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }
}
