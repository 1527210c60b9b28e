package dev.tidemark.ingest.log;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.ingest.model.Envelope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Makes records of the envelopes of a body: consecutive envelopes of one device and one {@code receivedAt} are one
 * record, and one that would be larger than {@link #RECORD_BYTES} is halved, between events, until it fits. Order is
 * kept. Thread-safe.
 */
public final class RecordPacker {

    /** The largest record written: 900 KiB, below the 1 MiB that Kinesis takes. */
    public static final int RECORD_BYTES = 900 << 10;

    private final LogRecordWriter writer = new LogRecordWriter();
    private final int recordBytes;

    public RecordPacker() {
        this(RECORD_BYTES);
    }

    RecordPacker(int recordBytes) {
        this.recordBytes = recordBytes;
    }

    /**
     * The records of a body; none if no envelope has an event to log.
     *
     * @param without the places of the envelopes that are not to be logged
     */
    public List<LogEntry> pack(List<Envelope> envelopes, BitSet without, String requestId) {
        List<LogEntry> entries = new ArrayList<>(1);
        List<LogEntry.EnvelopePart> parts = new ArrayList<>(1);
        for (int ordinal = 0; ordinal < envelopes.size(); ordinal++) {
            Envelope envelope = envelopes.get(ordinal);
            int size = envelope.logged().events().size();
            if (size == 0 || without.get(ordinal)) {
                continue;
            }
            if (!parts.isEmpty() && !together(envelopes.get(parts.get(0).ordinal()), envelope)) {
                write(envelopes, parts, requestId, entries);
                parts = new ArrayList<>(1);
            }
            parts.add(new LogEntry.EnvelopePart(ordinal, 0, size));
        }
        if (!parts.isEmpty()) {
            write(envelopes, parts, requestId, entries);
        }
        return entries;
    }

    private static boolean together(Envelope a, Envelope b) {
        return a.receivedAtMillis() == b.receivedAtMillis() && a.deviceId().equals(b.deviceId());
    }

    private void write(
            List<Envelope> envelopes, List<LogEntry.EnvelopePart> parts, String requestId, List<LogEntry> entries) {
        Envelope first = envelopes.get(parts.get(0).ordinal());
        List<LoggedEnvelope> logged = new ArrayList<>(parts.size());
        int events = 0;
        for (LogEntry.EnvelopePart part : parts) {
            logged.add(logged(envelopes.get(part.ordinal()), part));
            events += part.size();
        }
        byte[] data = writer.write(new LogRecord.Events(first.deviceId(), first.receivedAtMillis(), requestId, logged));
        if (data.length <= recordBytes || events == 1) {
            entries.add(new LogEntry(first.deviceId(), data, parts));
            return;
        }
        List<LogEntry.EnvelopePart> left = new ArrayList<>();
        List<LogEntry.EnvelopePart> right = new ArrayList<>();
        int half = events / 2;
        for (LogEntry.EnvelopePart part : parts) {
            int middle = Math.min(part.to(), part.from() + Math.max(0, half));
            if (middle > part.from()) {
                left.add(new LogEntry.EnvelopePart(part.ordinal(), part.from(), middle));
            }
            if (middle < part.to()) {
                right.add(new LogEntry.EnvelopePart(part.ordinal(), middle, part.to()));
            }
            half -= part.size();
        }
        write(envelopes, left, requestId, entries);
        write(envelopes, right, requestId, entries);
    }

    private static LoggedEnvelope logged(Envelope envelope, LogEntry.EnvelopePart part) {
        LoggedEnvelope whole = envelope.logged();
        return part.size() == whole.events().size()
                ? whole
                : new LoggedEnvelope(
                        whole.sentAt(),
                        whole.exchange(),
                        whole.offset(),
                        whole.events().subList(part.from(), part.to()));
    }
}
