package dev.tidemark.batch.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows on their way into a staging table: one flat JSON object a line, null fields left out. Not thread-safe. */
final class RowFile implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;
    private long rows;

    RowFile(Path file) throws IOException {
        json = JSON.createGenerator(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
    }

    long rows() {
        return rows;
    }

    /** A row of the table {@code records}. */
    void record(
            long rec,
            int shard,
            int kind,
            @Nullable Long at,
            @Nullable Long watermark,
            @Nullable Long received,
            long arrival,
            String sequence,
            int object)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("rec", rec);
        json.writeNumberField("shard", shard);
        json.writeNumberField("kind", kind);
        number("stamp", at);
        number("wm", watermark);
        number("wmr", received);
        json.writeNumberField("arrival", arrival);
        json.writeStringField("sequence", sequence);
        json.writeNumberField("object", object);
        json.writeEndObject();
        rows++;
    }

    /** Where an event stands in the log, and whether the stream took it. */
    record Place(long rec, int pos, int shard, int envelope, int event, int status) {}

    /** A row of the table {@code arrivals}. */
    void event(Place place, String deviceId, long receivedAt, LoggedEnvelope envelope, LoggedEvent event)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("rec", place.rec());
        json.writeNumberField("pos", place.pos());
        json.writeNumberField("shard", place.shard());
        json.writeNumberField("envelope", place.envelope());
        json.writeNumberField("event", place.event());
        json.writeNumberField("status", place.status());
        json.writeStringField("device_id", deviceId);
        json.writeStringField("id", event.id());
        json.writeStringField("type", event.type());
        json.writeNumberField("received_at", receivedAt);
        text("sent_at", envelope.sentAt());
        text("occurred_at", event.occurredAt());
        ClockOffset offset = envelope.offset();
        json.writeStringField("basis", offset.basis().wireName());
        if (offset.basis() != ClockOffset.Basis.NONE) {
            json.writeNumberField("offset_ms", offset.offsetMillis());
        }
        LoggedEnvelope.Exchange exchange = envelope.exchange();
        if (exchange != null) {
            json.writeNumberField("bound_ms", offset.boundMillis());
            json.writeStringField("clock_sent", exchange.sentAt());
            json.writeStringField("clock_received", exchange.receivedAt());
            json.writeStringField("clock_responded", exchange.respondedAt());
            json.writeStringField("clock_got", exchange.gotAt());
        }
        json.writeNumberField("event_time", event.time().millis());
        json.writeStringField("quality", event.time().quality().wireName());
        if (event.valueMicros() != Micros.NONE) {
            json.writeNumberField("micros", event.valueMicros());
        }
        if (!event.attributes().isEmpty()) {
            json.writeObjectFieldStart("attributes");
            for (Map.Entry<String, Attribute> attribute : event.attributes().entrySet()) {
                json.writeStringField(attribute.getKey(), attribute.getValue().text());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        rows++;
    }

    private void number(String name, @Nullable Long value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
