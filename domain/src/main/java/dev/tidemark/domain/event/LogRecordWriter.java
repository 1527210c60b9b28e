package dev.tidemark.domain.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.aggregate.Micros;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes log records as UTF-8 JSON without line breaks; the format is in {@code docs/platform.md}. Thread-safe. */
public final class LogRecordWriter {

    private static final JsonFactory JSON = new JsonFactory();

    /** The record's bytes. */
    public byte[] write(LogRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (record instanceof LogRecord.Events events) {
                writeEvents(json, events);
            } else if (record instanceof LogRecord.Heartbeat heartbeat) {
                json.writeStringField("kind", "heartbeat");
                json.writeStringField("at", IsoInstant.format(heartbeat.atMillis()));
            } else if (record instanceof LogRecord.Watermark watermark) {
                json.writeStringField("kind", "watermark");
                json.writeStringField("at", IsoInstant.format(watermark.atMillis()));
            } else if (record instanceof LogRecord.ViewsChanged views) {
                json.writeStringField("kind", "views");
                json.writeStringField("version", views.version());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void writeEvents(JsonGenerator json, LogRecord.Events record) throws IOException {
        json.writeStringField("kind", "events");
        json.writeStringField("deviceId", record.deviceId());
        json.writeStringField("receivedAt", IsoInstant.format(record.receivedAtMillis()));
        json.writeStringField("requestId", record.requestId());
        json.writeArrayFieldStart("envelopes");
        for (LoggedEnvelope envelope : record.envelopes()) {
            writeEnvelope(json, envelope);
        }
        json.writeEndArray();
    }

    private static void writeEnvelope(JsonGenerator json, LoggedEnvelope envelope) throws IOException {
        json.writeStartObject();
        if (envelope.sentAt() != null) {
            json.writeStringField("sentAt", envelope.sentAt());
        }
        ClockOffset offset = envelope.offset();
        if (offset.basis() != ClockOffset.Basis.NONE) {
            json.writeNumberField("offsetMs", offset.offsetMillis());
        }
        LoggedEnvelope.Exchange exchange = envelope.exchange();
        if (exchange != null) {
            json.writeNumberField("boundMs", offset.boundMillis());
            json.writeObjectFieldStart("clock");
            json.writeStringField("sentAt", exchange.sentAt());
            json.writeStringField("receivedAt", exchange.receivedAt());
            json.writeStringField("respondedAt", exchange.respondedAt());
            json.writeStringField("gotAt", exchange.gotAt());
            json.writeEndObject();
        }
        json.writeStringField("basis", offset.basis().wireName());
        json.writeArrayFieldStart("events");
        for (LoggedEvent event : envelope.events()) {
            writeEvent(json, event);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeEvent(JsonGenerator json, LoggedEvent event) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", event.id());
        json.writeStringField("type", event.type());
        if (event.occurredAt() != null) {
            json.writeStringField("occurredAt", event.occurredAt());
        }
        json.writeStringField("eventTime", IsoInstant.format(event.time().millis()));
        json.writeStringField("timeQuality", event.time().quality().wireName());
        if (event.hasValue()) {
            json.writeStringField("value", Micros.format(event.valueMicros()));
        }
        if (!event.attributes().isEmpty()) {
            json.writeObjectFieldStart("attributes");
            for (Map.Entry<String, Attribute> attribute : event.attributes().entrySet()) {
                json.writeFieldName(attribute.getKey());
                String text = attribute.getValue().text();
                switch (attribute.getValue().kind()) {
                    case STRING -> json.writeString(text);
                    case NUMBER -> json.writeNumber(text);
                    case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(text));
                }
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
