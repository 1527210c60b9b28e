package dev.tidemark.platform.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds fingerprints in a segment: one ranged read opens it, and one more reads the block that a fingerprint would be in.
 * Thread-safe.
 */
public final class SegmentLookup {

    private final RangedBytes bytes;
    private final SegmentFooter footer;

    private SegmentLookup(RangedBytes bytes, SegmentFooter footer) {
        this.bytes = bytes;
        this.footer = footer;
    }

    /**
     * Opens a segment.
     *
     * @param tailBytes what {@link SealedSegment#tailBytes} says; with less, one more read is made
     * @throws UnreadableSegmentException if it is no segment, or one of another version
     */
    public static SegmentLookup open(RangedBytes bytes, int tailBytes) throws IOException {
        byte[] tail = bytes.tail(Math.max(SegmentBytes.TRAILER, tailBytes));
        SegmentFooter.Trailer trailer = SegmentFooter.trailer(tail);
        int whole = Math.addExact(trailer.footerBytes(), SegmentBytes.TRAILER);
        if (tail.length < whole) {
            tail = bytes.tail(whole);
        }
        if (tail.length < whole) {
            throw new UnreadableSegmentException("the segment is cut off");
        }
        byte[] deflated = Arrays.copyOfRange(tail, tail.length - whole, tail.length - SegmentBytes.TRAILER);
        return new SegmentLookup(bytes, SegmentFooter.of(deflated, trailer));
    }

    /** All sightings of a fingerprint, in the order in which they were written; none where it is not there. */
    public List<SegmentEntry> find(long fingerprint) throws IOException {
        int number = footer.blockOf(fingerprint);
        if (number < 0) {
            return List.of();
        }
        int length = footer.lengths()[number];
        byte[] read = bytes.range(footer.offsets()[number], length);
        if (read.length != length) {
            throw new UnreadableSegmentException("the segment is cut off");
        }
        SegmentBlock block = SegmentBlock.of(
                ByteBuffer.wrap(read), read, SegmentBytes.BLOCK_HEADER, length - SegmentBytes.BLOCK_HEADER);
        List<SegmentEntry> found = new ArrayList<>();
        while (block.next() && Long.compareUnsigned(block.fingerprint(), fingerprint) <= 0) {
            if (block.fingerprint() == fingerprint) {
                found.add(new SegmentEntry(fingerprint, block.clockMillis(), source(block.source()), block.line()));
            }
        }
        return found;
    }

    private SegmentSource source(int number) throws UnreadableSegmentException {
        if (number >= footer.sources().size()) {
            throw new UnreadableSegmentException("an entry of the segment names source " + number + " of "
                    + footer.sources().size());
        }
        return footer.sources().get(number);
    }

    /** How many sightings there are. */
    public long entries() {
        return footer.entries();
    }
}
