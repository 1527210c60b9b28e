package dev.tidemark.platform.segment;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * Writes a segment as it goes: one block is held, and the footer. Entries come in the order of their fingerprints, as numbers
 * without a sign. Not thread-safe.
 *
 * <p>A file is a header ({@code TMSG}, version), blocks, −1, a footer and a trailer. A block has its length, number of entries,
 * CRC-32C, first fingerprint and least clock, and then for each entry four numbers: how much larger than the one before its
 * fingerprint is, how much later than the block's least its clock, the number of its source, and its line. Equal fingerprints
 * are in one block. The footer, deflated, has the totals, each block's first fingerprint and length, and the sources; the
 * trailer has the footer's length and CRC-32C, the version and {@code TMSG}.
 */
public final class SegmentWriter {

    private final DataOutputStream out;
    private final Map<SegmentSource, Integer> sources = new LinkedHashMap<>();
    private final SegmentBytes payload = new SegmentBytes();
    private final SegmentBytes index = new SegmentBytes();
    private long[] fingerprints = new long[SegmentBytes.BLOCK_ENTRIES];
    private long[] clocks = new long[SegmentBytes.BLOCK_ENTRIES];
    private int[] places = new int[SegmentBytes.BLOCK_ENTRIES];
    private int[] lines = new int[SegmentBytes.BLOCK_ENTRIES];
    private int held;
    private int blocks;
    private long entries;
    private long bytes;
    private long firstClock = Long.MAX_VALUE;
    private long lastClock = Long.MIN_VALUE;
    private long firstOfLastBlock;
    private long lastOfLastBlock;

    /**
     * Begins a segment.
     *
     * @param out buffered; stays open
     */
    public SegmentWriter(OutputStream out) throws IOException {
        this.out = new DataOutputStream(out);
        this.out.writeInt(SegmentBytes.MAGIC);
        this.out.writeInt(SegmentBytes.VERSION);
        this.bytes = SegmentBytes.HEADER;
    }

    /** The number by which entries name a source. */
    public int source(SegmentSource source) {
        return sources.computeIfAbsent(source, any -> sources.size());
    }

    /**
     * Adds a sighting.
     *
     * @param fingerprint not less than the one before, without a sign
     * @param source from {@link #source}
     * @param line of the record in the source, {@code >= 0}
     * @throws IllegalArgumentException if the order is another, or there is no such source or line
     */
    public void add(long fingerprint, long clockMillis, int source, int line) throws IOException {
        long before = held == 0 ? lastOfLastBlock : fingerprints[held - 1];
        if (entries > 0 && Long.compareUnsigned(fingerprint, before) < 0) {
            throw new IllegalArgumentException("fingerprints ascend: " + Long.toUnsignedString(fingerprint)
                    + " comes after " + Long.toUnsignedString(before));
        }
        if (source < 0 || source >= sources.size() || line < 0) {
            throw new IllegalArgumentException(
                    "no such place: source " + source + " of " + sources.size() + ", line " + line);
        }
        if (held >= SegmentBytes.BLOCK_ENTRIES && fingerprint != before) {
            writeBlock();
        }
        if (held == fingerprints.length) {
            fingerprints = Arrays.copyOf(fingerprints, 2 * held);
            clocks = Arrays.copyOf(clocks, 2 * held);
            places = Arrays.copyOf(places, 2 * held);
            lines = Arrays.copyOf(lines, 2 * held);
        }
        fingerprints[held] = fingerprint;
        clocks[held] = clockMillis;
        places[held] = source;
        lines[held] = line;
        held++;
        entries++;
        firstClock = Math.min(firstClock, clockMillis);
        lastClock = Math.max(lastClock, clockMillis);
    }

    private void writeBlock() throws IOException {
        long first = fingerprints[0];
        long base = Arrays.stream(clocks, 0, held).min().orElseThrow();
        payload.clear();
        long before = first;
        for (int i = 0; i < held; i++) {
            payload.number(fingerprints[i] - before);
            payload.number(clocks[i] - base);
            payload.number(places[i]);
            payload.number(lines[i]);
            before = fingerprints[i];
        }
        out.writeInt(payload.length());
        out.writeInt(held);
        out.writeInt(SegmentBytes.blockChecksum(held, first, base, payload.array(), 0, payload.length()));
        out.writeLong(first);
        out.writeLong(base);
        out.write(payload.array(), 0, payload.length());
        index.number(first - firstOfLastBlock);
        index.number(payload.length());
        firstOfLastBlock = first;
        lastOfLastBlock = fingerprints[held - 1];
        bytes += SegmentBytes.BLOCK_HEADER + payload.length();
        blocks++;
        held = 0;
    }

    /** Writes what is held, and the footer. Nothing can be added behind it. */
    public SealedSegment seal() throws IOException {
        if (held > 0) {
            writeBlock();
        }
        byte[] footer = deflated(footer());
        out.writeInt(SegmentBytes.END_OF_BLOCKS);
        out.write(footer);
        out.writeInt(footer.length);
        out.writeInt(SegmentBytes.checksum(footer));
        out.writeInt(SegmentBytes.VERSION);
        out.writeInt(SegmentBytes.MAGIC);
        out.flush();
        int tail = footer.length + SegmentBytes.TRAILER;
        return new SealedSegment(
                entries,
                entries == 0 ? 0 : firstClock,
                entries == 0 ? 0 : lastClock,
                bytes + Integer.BYTES + tail,
                tail);
    }

    private byte[] footer() {
        SegmentBytes footer = new SegmentBytes();
        footer.number(entries);
        footer.number(blocks);
        footer.append(index);
        footer.number(sources.size());
        for (SegmentSource source : sources.keySet()) {
            footer.text(source.shardId());
            footer.text(source.first());
            footer.text(source.last());
            footer.text(source.objectKey());
        }
        return footer.copy();
    }

    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 14];
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
            return deflated.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
