package dev.tidemark.batch.archive;

import dev.tidemark.batch.fault.Fault;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.MalformedRecordException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one shard's new archive objects in sequence order and hands their records on as rows. What an earlier object has
 * already given is passed over, so overlapping objects settle by sequence number. Not thread-safe.
 */
final class ShardReader {

    /** Takes rows. */
    interface Sink {
        void record(RowFileWriter row) throws IOException;

        void event(RowFileWriter row) throws IOException;

        /** Called between records, with the number of objects read since the last call. */
        void pause(int objects);
    }

    /** Writes one row. */
    @FunctionalInterface
    interface RowFileWriter {
        void writeTo(RowFile file) throws IOException;
    }

    private final ShardCut shard;
    private final ObjectStore objects;
    private final Set<String> quarantined;
    private final List<Skipped> skipped;
    private final Sink sink;
    private final Holes holes;
    private final LogRecordReader reader = new LogRecordReader();
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, ObjectState> states = new HashMap<>();
    private final List<ViewsSwitch> switches = new ArrayList<>();
    private String last;
    private long ordinal;
    private long unreadable;

    ShardReader(
            ShardCut shard,
            ObjectStore objects,
            ItemStore items,
            Set<String> quarantined,
            List<Skipped> skipped,
            Sink sink) {
        this.shard = shard;
        this.objects = objects;
        this.quarantined = quarantined;
        this.skipped = skipped;
        this.sink = sink;
        this.holes = new Holes(items, shard);
        this.last = shard.from();
        this.ordinal = shard.ordinal();
    }

    /** Reads them all. */
    void read(List<ArchiveObject> entries, int firstObjectNumber) throws IOException {
        int number = firstObjectNumber;
        for (ArchiveObject entry : entries) {
            byte[] bytes = objects.get(entry.key()).orElse(null);
            ObjectState state = stateOf(entry, bytes);
            states.put(entry.key(), state);
            if (state == ObjectState.INTACT && bytes != null) {
                readObject(bytes, entry, number);
            } else {
                faults.add(fault(shard.id(), entry, state));
                holes.add(entry);
            }
            number++;
            sink.pause(1);
        }
        for (Holes.Anchor anchor = holes.rest(); anchor != null; anchor = holes.rest()) {
            anchor(anchor);
        }
    }

    static ObjectState stateOf(ArchiveObject entry, byte @Nullable [] bytes) {
        if (bytes == null) {
            return ObjectState.MISSING;
        }
        return ArchiveJournal.sha256(bytes).equals(entry.sha256()) ? ObjectState.INTACT : ObjectState.ALTERED;
    }

    static Fault fault(String shardId, ArchiveObject entry, ObjectState state) {
        return Fault.ofArchive(
                Fault.Kind.ARCHIVE_OBJECT,
                shardId,
                entry.key(),
                "the archive object is " + state.wireName() + "; its journal entry has " + entry.records()
                        + " records and SHA-256 " + entry.sha256());
    }

    private void readObject(byte[] bytes, ArchiveObject entry, int number) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8),
                1 << 16)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                ArchiveLine line = ArchiveLine.read(text.getBytes(StandardCharsets.UTF_8));
                if (line.sequence().compareTo(last) <= 0 || line.sequence().compareTo(shard.cut()) > 0) {
                    continue;
                }
                for (Holes.Anchor anchor = holes.before(line.sequence());
                        anchor != null;
                        anchor = holes.before(line.sequence())) {
                    anchor(anchor);
                }
                last = line.sequence();
                take(line, number);
            }
        } catch (IOException e) {
            throw new IOException(entry.key() + ": " + e.getMessage(), e);
        }
    }

    private void take(ArchiveLine line, int object) throws IOException {
        int status = status(line.sequence());
        LogRecord record;
        try {
            record = reader.read(line.record());
        } catch (MalformedRecordException e) {
            row(line, RecordKind.UNREADABLE, null, object);
            if (status == RecordKind.PROCESSED) {
                faults.add(Fault.ofArchive(
                        Fault.Kind.RECORD,
                        shard.id(),
                        "record " + line.sequence(),
                        "the record cannot be read (" + e.getMessage() + "), and no quarantined record has its"
                                + " sequence number"));
            }
            unreadable++;
            return;
        }
        boolean idle = status != RecordKind.PROCESSED;
        if (record instanceof LogRecord.Events events) {
            long rec = row(
                    line, idle ? RecordKind.IDLE : RecordKind.EVENTS, idle ? null : events.receivedAtMillis(), object);
            events(rec, status, events);
        } else if (record instanceof LogRecord.Heartbeat heartbeat) {
            row(line, idle ? RecordKind.IDLE : RecordKind.HEARTBEAT, heartbeat.atMillis(), object);
        } else if (record instanceof LogRecord.Watermark watermark) {
            row(line, idle ? RecordKind.IDLE : RecordKind.WATERMARK, watermark.atMillis(), object);
        } else if (record instanceof LogRecord.ViewsChanged views) {
            long rec = row(line, idle ? RecordKind.IDLE : RecordKind.VIEWS, null, object);
            if (!idle) {
                switches.add(new ViewsSwitch(shard.index(), rec, views.version()));
            }
        }
    }

    private void events(long rec, int status, LogRecord.Events record) throws IOException {
        int pos = 0;
        int envelopeIndex = 0;
        for (LoggedEnvelope envelope : record.envelopes()) {
            int eventIndex = 0;
            for (LoggedEvent event : envelope.events()) {
                RowFile.Place place = new RowFile.Place(rec, pos++, shard.index(), envelopeIndex, eventIndex++, status);
                sink.event(file -> file.event(place, record.deviceId(), record.receivedAtMillis(), envelope, event));
            }
            envelopeIndex++;
        }
    }

    private int status(String sequence) {
        if (quarantined.contains(sequence)) {
            return RecordKind.QUARANTINED;
        }
        return skipped.stream().anyMatch(range -> range.covers(shard.id(), sequence))
                ? RecordKind.SKIPPED
                : RecordKind.PROCESSED;
    }

    private long row(ArchiveLine line, int kind, @Nullable Long at, int object) throws IOException {
        long rec = shard.record(++ordinal);
        sink.record(file ->
                file.record(rec, shard.index(), kind, at, null, null, line.arrivalMillis(), line.sequence(), object));
        return rec;
    }

    private void anchor(Holes.Anchor anchor) throws IOException {
        long rec = shard.record(++ordinal);
        sink.record(file -> file.record(
                rec,
                shard.index(),
                RecordKind.ANCHOR,
                anchor.clock(),
                anchor.watermark(),
                anchor.received(),
                0,
                anchor.sequence(),
                -1));
    }

    /** The {@code views} records that were read, in the order of the log. */
    List<ViewsSwitch> switches() {
        return switches;
    }

    List<Fault> faults() {
        return faults;
    }

    Map<String, ObjectState> states() {
        return states;
    }

    /** The number of records read in this and all earlier runs. */
    long ordinal() {
        return ordinal;
    }

    long unreadable() {
        return unreadable;
    }

    int unanchored() {
        return holes.unanchored();
    }
}
