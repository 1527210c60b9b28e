package dev.tidemark.batch.stage;

import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.state.JournalledObject;
import dev.tidemark.batch.state.MissedRange;
import dev.tidemark.batch.state.ViewsSwitch;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.MalformedRecordException;
import dev.tidemark.platform.ObjectKeys;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one shard's new archive objects in sequence order and hands their records on as rows. What an earlier object has
 * already given is passed over, so overlapping objects settle by sequence number. Not thread-safe.
 */
final class ShardRows {

    private final ShardCut shard;
    private final ObjectStore objects;
    private final Set<String> quarantined;
    private final List<Skipped> skipped;
    private final PassedOver passedOver;
    private final long silenceMillis;
    private final AcceptedHoles accepted;
    private final LogRows rows;
    private final EngineLines engineLines;
    private final IntConsumer objectsRead;
    private final Holes holes;
    private final LogRecordReader reader = new LogRecordReader();
    private final List<NightFault> faults = new ArrayList<>();
    private final List<ViewsSwitch> switches = new ArrayList<>();
    private String last;
    private long ordinal;
    private final List<MissedRange> missed = new ArrayList<>();

    /** When the last record arrived; null where that is not known. */
    private @Nullable Long lastArrival;

    private boolean hole;

    /**
     * Of this shard.
     *
     * @param quarantined padded sequence numbers
     * @param passedOver what the stream never got
     * @param silenceMillis no log of a shard into which ticks put their heartbeats is silent for longer
     * @param clock the shard's at its checkpoint, milliseconds, or null
     * @param engineLines take each object for the engine to read
     * @param objectsRead hears of each object, when it has been read
     */
    ShardRows(
            ShardCut shard,
            ObjectStore objects,
            ItemStore items,
            Set<String> quarantined,
            List<Skipped> skipped,
            PassedOver passedOver,
            long silenceMillis,
            @Nullable Long clock,
            AcceptedHoles accepted,
            LogRows rows,
            EngineLines engineLines,
            IntConsumer objectsRead) {
        this.shard = shard;
        this.objects = objects;
        this.quarantined = quarantined;
        this.skipped = skipped;
        this.passedOver = passedOver;
        this.silenceMillis = silenceMillis;
        this.lastArrival = clock;
        this.accepted = accepted;
        this.rows = rows;
        this.engineLines = engineLines;
        this.objectsRead = objectsRead;
        this.holes = new Holes(items, shard);
        this.last = shard.from();
        this.ordinal = shard.ordinal();
    }

    /** Reads them all. */
    void read(List<JournalledObject> entries, int firstObjectNumber) throws IOException {
        int number = firstObjectNumber;
        for (JournalledObject entry : entries) {
            byte[] bytes = objects.get(entry.key()).orElse(null);
            ObjectState state = ObjectState.of(entry, bytes);
            if (state == ObjectState.INTACT && bytes != null) {
                readObject(bytes, entry, number);
                engineLines.add(bytes);
            } else {
                if (!accepted.has(entry.key())) {
                    faults.add(state.fault(shard.id(), entry));
                }
                holes.add(entry);
                hole = true;
                lastArrival = null;
            }
            number++;
            objectsRead.accept(1);
        }
        for (Holes.Anchor anchor = holes.rest(); anchor != null; anchor = holes.rest()) {
            anchor(anchor);
        }
    }

    private void readObject(byte[] bytes, JournalledObject entry, int number) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8),
                1 << 16)) {
            int at = -1;
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                at++;
                ArchiveLine line = ArchiveLine.read(text.getBytes(StandardCharsets.UTF_8));
                if (line.sequence().compareTo(last) <= 0 || line.sequence().compareTo(shard.cut()) > 0) {
                    continue;
                }
                for (Holes.Anchor anchor = holes.before(line.sequence());
                        anchor != null;
                        anchor = holes.before(line.sequence())) {
                    anchor(anchor);
                }
                noteSilence(line);
                last = line.sequence();
                take(line, new LogRows.Spot(number, at));
            }
        } catch (IOException e) {
            throw new IOException(entry.key() + ": " + e.getMessage(), e);
        }
    }

    /** Nobody has what came in between, if anything did. */
    private void noteSilence(ArchiveLine line) {
        Long before = lastArrival;
        if (before != null
                && line.arrivalMillis() - before > silenceMillis
                && passedOver.hasBetween(last, line.sequence(), before)) {
            missed.add(new MissedRange(shard.id(), before, line.arrivalMillis()));
        }
        lastArrival = line.arrivalMillis();
    }

    private void take(ArchiveLine line, LogRows.Spot object) {
        RecordStatus status = status(line);
        LogRecord record;
        try {
            record = reader.read(line.record());
        } catch (MalformedRecordException e) {
            row(line, RecordKind.UNREADABLE, LogRows.Times.NONE, object);
            if (status == RecordStatus.PROCESSED) {
                faults.add(NightFault.ofArchive(
                        NightFault.FaultKind.RECORD,
                        shard.id(),
                        "record " + line.sequence(),
                        "the record cannot be read (" + e.getMessage() + "), and no quarantined record has its"
                                + " sequence number"));
            }
            return;
        }
        boolean idle = status != RecordStatus.PROCESSED;
        if (status == RecordStatus.QUARANTINED && record instanceof LogRecord.Events) {
            faults.add(NightFault.ofStream(
                    NightFault.FaultKind.QUARANTINE,
                    shard.id(),
                    "record " + line.sequence(),
                    "the record is in quarantine, and can be read: "
                            + ObjectKeys.quarantine(shard.id(), line.sequence()) + " says why"));
        }
        if (record instanceof LogRecord.Events events) {
            LogRows.Times times = idle ? LogRows.Times.NONE : LogRows.Times.at(events.receivedAtMillis());
            events(row(line, idle ? RecordKind.IDLE : RecordKind.EVENTS, times, object), status, events);
        } else if (record instanceof LogRecord.Heartbeat beat) {
            control(line, idle, RecordKind.HEARTBEAT, beat.atMillis(), object);
        } else if (record instanceof LogRecord.Watermark watermark) {
            control(line, idle, RecordKind.WATERMARK, watermark.atMillis(), object);
        } else if (record instanceof LogRecord.ViewsChanged views) {
            long rec = row(line, idle ? RecordKind.IDLE : RecordKind.VIEWS, LogRows.Times.NONE, object);
            if (!idle) {
                switches.add(new ViewsSwitch(shard.index(), rec, views.version()));
            }
        }
    }

    private void control(ArchiveLine line, boolean idle, RecordKind kind, long at, LogRows.Spot object) {
        row(line, idle ? RecordKind.IDLE : kind, LogRows.Times.at(at), object);
    }

    private void events(long rec, RecordStatus status, LogRecord.Events record) {
        int pos = 0;
        int envelopeIndex = 0;
        for (LoggedEnvelope envelope : record.envelopes()) {
            int eventIndex = 0;
            for (LoggedEvent event : envelope.events()) {
                LogRows.EventPlace place =
                        new LogRows.EventPlace(rec, pos++, shard.index(), envelopeIndex, eventIndex++, status);
                rows.event(place, record.deviceId(), record.receivedAtMillis(), envelope, event);
            }
            envelopeIndex++;
        }
    }

    private RecordStatus status(ArchiveLine line) {
        String sequence = line.sequence();
        if (quarantined.contains(sequence)) {
            return RecordStatus.QUARANTINED;
        }
        return skipped.stream().anyMatch(range -> range.covers(shard.id(), sequence))
                        || passedOver.has(sequence, line.arrivalMillis())
                ? RecordStatus.SKIPPED
                : RecordStatus.PROCESSED;
    }

    private long row(ArchiveLine line, RecordKind kind, LogRows.Times times, LogRows.Spot object) {
        long rec = shard.record(++ordinal);
        rows.record(rec, shard.index(), kind, times, line.arrivalMillis(), line.sequence(), object);
        return rec;
    }

    private void anchor(Holes.Anchor anchor) {
        LogRows.Times times = new LogRows.Times(anchor.clock(), anchor.watermark(), anchor.received());
        rows.record(
                shard.record(++ordinal),
                shard.index(),
                RecordKind.ANCHOR,
                times,
                0,
                anchor.sequence(),
                LogRows.Spot.NONE);
    }

    /** The {@code views} records that were read, in the order of the log. */
    List<ViewsSwitch> switches() {
        return switches;
    }

    List<NightFault> faults() {
        return faults;
    }

    /** What neither the stream nor the archive has. */
    List<MissedRange> missed() {
        return missed;
    }

    /** Whether an object is not as the journal says, and its records are missing. */
    boolean hasHole() {
        return hole;
    }

    /** The number of records read in this and all earlier runs. */
    long ordinal() {
        return ordinal;
    }

    /** Holes behind which no step of the journal ends. */
    int unanchored() {
        return holes.unanchored();
    }
}
