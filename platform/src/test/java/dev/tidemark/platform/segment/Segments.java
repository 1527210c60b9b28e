package dev.tidemark.platform.segment;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Segments of the tests, whole in memory. */
final class Segments {

    static final SegmentSource ONE = new SegmentSource("shardId-000000000000", "01", "07", "archive/one.ndjson.gz");
    static final SegmentSource TWO = new SegmentSource("shardId-000000000001", "02", "09", "");

    private Segments() {}

    record Written(byte[] bytes, SealedSegment sealed) {}

    static Written write(List<SegmentEntry> entries) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            SegmentWriter writer = new SegmentWriter(out);
            for (SegmentEntry entry : entries) {
                writer.add(entry.fingerprint(), entry.clockMillis(), writer.source(entry.source()), entry.line());
            }
            SealedSegment sealed = writer.seal();
            return new Written(out.toByteArray(), sealed);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<SegmentEntry> sorted(List<SegmentEntry> entries) {
        List<SegmentEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(SegmentEntry::fingerprint, Long::compareUnsigned));
        return sorted;
    }

    /** What a scan gives. */
    static List<SegmentEntry> read(byte[] bytes) throws IOException {
        record Raw(long fingerprint, long clock, int source, int line) {}
        List<Raw> raw = new ArrayList<>();
        try (SegmentScan scan = new SegmentScan(new ByteArrayInputStream(bytes))) {
            while (scan.next()) {
                raw.add(new Raw(scan.fingerprint(), scan.clockMillis(), scan.source(), scan.line()));
            }
            return raw.stream()
                    .map(each -> new SegmentEntry(
                            each.fingerprint(), each.clock(), scan.sources().get(each.source()), each.line()))
                    .toList();
        }
    }
}
