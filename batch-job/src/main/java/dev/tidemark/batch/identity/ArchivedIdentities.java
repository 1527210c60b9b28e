package dev.tidemark.batch.identity;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.batch.stage.AcceptedHoles;
import dev.tidemark.batch.stage.ArchiveLine;
import dev.tidemark.batch.stage.ObjectState;
import dev.tidemark.batch.stage.PrintOf;
import dev.tidemark.batch.state.JournalledObject;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.MalformedRecordException;
import dev.tidemark.platform.item.ArchiveObjectItem;
import dev.tidemark.platform.segment.SegmentSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads device and id of sightings where they were archived: two events may share a fingerprint, and are two events all the
 * same. Takes places object by object and line by line, and reads each object once. Not thread-safe.
 */
final class ArchivedIdentities implements AutoCloseable {

    private record SoughtIdentity(int line, long fingerprint, long clockMillis) {}

    private final ObjectStore objects;
    private final ItemStore items;
    private final AcceptedHoles accepted;
    private final RowAppender known;
    private final RowAppender unread;
    private final List<NightFault> faults;
    private final LogRecordReader reader = new LogRecordReader();
    private final PrintOf prints = new PrintOf();
    private final List<SoughtIdentity> sought = new ArrayList<>();
    private @Nullable SegmentSource source;

    /**
     * With what it finds and what is wrong.
     *
     * @param known takes fingerprint, device, id and clock
     * @param unread takes fingerprint and clock of what is in an accepted hole
     */
    ArchivedIdentities(
            ObjectStore objects,
            ItemStore items,
            AcceptedHoles accepted,
            RowAppender known,
            RowAppender unread,
            List<NightFault> faults) {
        this.objects = objects;
        this.items = items;
        this.accepted = accepted;
        this.known = known;
        this.unread = unread;
        this.faults = faults;
    }

    /** Takes the place of a sighting: not before the one that it took last. */
    void take(SegmentSource from, int line, long fingerprint, long clockMillis) {
        if (!from.equals(source)) {
            close();
            source = from;
        }
        sought.add(new SoughtIdentity(line, fingerprint, clockMillis));
    }

    /** Reads what it has taken. */
    @Override
    public void close() {
        if (source != null && !sought.isEmpty()) {
            read(source);
        }
        sought.clear();
    }

    private void read(SegmentSource from) {
        byte[] bytes = objects.get(from.objectKey()).orElse(null);
        Optional<JournalledObject> entry = items.get(ArchiveObjectItem.key(from.shardId(), from.first(), from.last()))
                .map(item -> JournalledObject.of(-1, item));
        ObjectState state = entry.map(object -> ObjectState.of(object, bytes)).orElse(ObjectState.MISSING);
        if (state != ObjectState.INTACT && accepted.has(from.objectKey())) {
            sought.forEach(each -> unread.add(row -> row.add(each.fingerprint()).add(each.clockMillis())));
            return;
        }
        if (state != ObjectState.INTACT || bytes == null) {
            faults.add(state.fault(
                    from.shardId(),
                    entry.orElse(new JournalledObject(-1, from.first(), from.last(), from.objectKey(), 0, "unknown"))));
            return;
        }
        try (GZIPInputStream lines = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            read(from, lines.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + from.objectKey(), e);
        }
    }

    private void read(SegmentSource from, byte[] content) throws IOException {
        int line = 0;
        int start = 0;
        for (SoughtIdentity each : sought) {
            while (line < each.line()) {
                start = endOfLine(content, start) + 1;
                line++;
            }
            if (start >= content.length) {
                throw new IOException(from.objectKey() + " has no line " + each.line());
            }
            ByteBuffer text = ByteBuffer.wrap(content, start, endOfLine(content, start) - start);
            byte[] bytes = new byte[text.remaining()];
            text.get(bytes);
            take(each, ArchiveLine.read(bytes).record());
        }
    }

    private static int endOfLine(byte[] content, int from) {
        int end = from;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        return end;
    }

    private void take(SoughtIdentity each, byte[] record) throws IOException {
        LogRecord read;
        try {
            read = reader.read(record);
        } catch (MalformedRecordException e) {
            throw new IOException("a record that was read before cannot be read: " + e.getMessage(), e);
        }
        if (read instanceof LogRecord.Events events) {
            for (LoggedEnvelope envelope : events.envelopes()) {
                for (LoggedEvent event : envelope.events()) {
                    if (prints.of(events.deviceId(), event.id()) == each.fingerprint()) {
                        known.add(row -> row.add(each.fingerprint())
                                .add(events.deviceId())
                                .add(event.id())
                                .add(each.clockMillis()));
                    }
                }
            }
        }
    }
}
