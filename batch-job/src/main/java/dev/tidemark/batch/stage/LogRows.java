package dev.tidemark.batch.stage;

import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of one shard on their way into the tables {@code records} and {@code arrivals}. Not thread-safe. */
final class LogRows implements AutoCloseable {

    private final RowAppender records;
    private final RowAppender arrivals;
    private final PrintOf prints = new PrintOf();

    LogRows(Database database) {
        this.records = database.appender(NightTable.RECORDS.sqlName());
        this.arrivals = database.appender(NightTable.ARRIVALS.sqlName());
    }

    /**
     * What a record makes of its shard's time.
     *
     * @param stamp when it was received, or what it says, milliseconds; null where it says nothing
     * @param watermark of events, set by an anchor alone
     * @param received watermark, set by an anchor alone
     */
    record Times(
            @Nullable Long stamp,
            @Nullable Long watermark,
            @Nullable Long received) {
        static final Times NONE = new Times(null, null, null);

        static Times at(long stamp) {
            return new Times(stamp, null, null);
        }
    }

    /**
     * Where a record stands in the archive.
     *
     * @param object its number in this run; −1 for none
     * @param line in the object, from 0
     */
    record Spot(int object, int line) {
        static final Spot NONE = new Spot(-1, 0);
    }

    /** A row of the table {@code records}. */
    void record(long rec, int shard, RecordKind kind, Times times, long arrival, String sequence, Spot spot) {
        records.add(row -> row.add(rec)
                .add(shard)
                .add(kind.word())
                .add(times.stamp())
                .add(times.watermark())
                .add(times.received())
                .add(arrival)
                .add(sequence)
                .add(spot.object())
                .add(spot.line()));
    }

    /** Where an event stands in the log, and what the stream did with its record. */
    record EventPlace(long rec, int pos, int shard, int envelope, int event, RecordStatus status) {}

    /** A row of the table {@code arrivals}. */
    void event(EventPlace place, String deviceId, long receivedAt, LoggedEnvelope envelope, LoggedEvent event) {
        ClockOffset offset = envelope.offset();
        LoggedEnvelope.EchoedExchange exchange = envelope.exchange();
        Map<String, String> attributes = new LinkedHashMap<>();
        event.attributes().forEach((name, value) -> attributes.put(name, value.text()));
        arrivals.add(row -> {
            row.add(place.rec()).add(place.pos()).add(place.shard());
            row.add(place.envelope()).add(place.event()).add(place.status().word());
            row.add(deviceId).add(event.id()).add(event.type()).add(receivedAt);
            row.add(envelope.sentAt()).add(event.occurredAt());
            row.add(offset.basis().wireName());
            row.add(offset.basis() == ClockOffset.Basis.NONE ? null : Long.valueOf(offset.offsetMillis()));
            if (exchange == null) {
                row.addNull().addNull().addNull().addNull().addNull();
            } else {
                row.add(offset.boundMillis()).add(exchange.sentAt()).add(exchange.receivedAt());
                row.add(exchange.respondedAt()).add(exchange.gotAt());
            }
            row.add(event.time().millis()).add(event.time().quality().wireName());
            row.add(event.valueMicros() == Micros.NONE ? null : Long.valueOf(event.valueMicros()));
            if (attributes.isEmpty()) {
                row.addNull();
            } else {
                row.add(attributes);
            }
            row.add(prints.of(deviceId, event.id()));
        });
    }

    @Override
    public void close() {
        try (records;
                arrivals) {
            // Both are closed, whatever becomes of the other.
        }
    }
}
