package dev.tidemark.domain.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.tidemark.domain.aggregate.Micros;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** Writes log records as UTF-8 JSON without line breaks; the format is in {@code docs/platform.md}. Thread-safe. */
public final class LogRecordWriter {

    private static final JsonFactory JSON = new JsonFactory();

    // Field names, encoded once.
    private static final SerializedString KIND = new SerializedString("kind");
    private static final SerializedString AT = new SerializedString("at");
    private static final SerializedString VERSION = new SerializedString("version");
    private static final SerializedString DEVICE_ID = new SerializedString("deviceId");
    private static final SerializedString RECEIVED_AT = new SerializedString("receivedAt");
    private static final SerializedString REQUEST_ID = new SerializedString("requestId");
    private static final SerializedString SENT_AT = new SerializedString("sentAt");
    private static final SerializedString OFFSET_MS = new SerializedString("offsetMs");
    private static final SerializedString BOUND_MS = new SerializedString("boundMs");
    private static final SerializedString RESPONDED_AT = new SerializedString("respondedAt");
    private static final SerializedString GOT_AT = new SerializedString("gotAt");
    private static final SerializedString BASIS = new SerializedString("basis");
    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString TYPE = new SerializedString("type");
    private static final SerializedString OCCURRED_AT = new SerializedString("occurredAt");
    private static final SerializedString EVENT_TIME = new SerializedString("eventTime");
    private static final SerializedString TIME_QUALITY = new SerializedString("timeQuality");
    private static final SerializedString VALUE = new SerializedString("value");
    private static final SerializedString ENVELOPES = new SerializedString("envelopes");
    private static final SerializedString CLOCK = new SerializedString("clock");
    private static final SerializedString EVENTS = new SerializedString("events");
    private static final SerializedString ATTRIBUTES = new SerializedString("attributes");

    // Values that there are few of, likewise; by ordinal.
    private static final SerializedString[] QUALITIES = encoded(TimeQuality.values(), TimeQuality::wireName);
    private static final SerializedString[] BASES = encoded(ClockOffset.Basis.values(), ClockOffset.Basis::wireName);

    private static final int HEAD_BYTES = 512;
    private static final int EVENT_BYTES = 320;
    private static final int EXPECTED_AT_MOST = 64 << 10;

    /** The record's bytes. */
    public byte[] write(LogRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(expectedBytes(record));
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (record instanceof LogRecord.Events events) {
                writeEvents(json, events);
            } else if (record instanceof LogRecord.Heartbeat heartbeat) {
                text(json, KIND, "heartbeat");
                instant(json, AT, heartbeat.atMillis());
            } else if (record instanceof LogRecord.Watermark watermark) {
                text(json, KIND, "watermark");
                instant(json, AT, watermark.atMillis());
            } else if (record instanceof LogRecord.ViewsChanged views) {
                text(json, KIND, "views");
                text(json, VERSION, views.version());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void writeEvents(JsonGenerator json, LogRecord.Events record) throws IOException {
        text(json, KIND, "events");
        text(json, DEVICE_ID, record.deviceId());
        instant(json, RECEIVED_AT, record.receivedAtMillis());
        text(json, REQUEST_ID, record.requestId());
        json.writeFieldName(ENVELOPES);
        json.writeStartArray();
        for (LoggedEnvelope envelope : record.envelopes()) {
            writeEnvelope(json, envelope);
        }
        json.writeEndArray();
    }

    private static void writeEnvelope(JsonGenerator json, LoggedEnvelope envelope) throws IOException {
        json.writeStartObject();
        if (envelope.sentAt() != null) {
            text(json, SENT_AT, envelope.sentAt());
        }
        ClockOffset offset = envelope.offset();
        if (offset.basis() != ClockOffset.Basis.NONE) {
            number(json, OFFSET_MS, offset.offsetMillis());
        }
        LoggedEnvelope.Exchange exchange = envelope.exchange();
        if (exchange != null) {
            number(json, BOUND_MS, offset.boundMillis());
            json.writeFieldName(CLOCK);
            json.writeStartObject();
            text(json, SENT_AT, exchange.sentAt());
            text(json, RECEIVED_AT, exchange.receivedAt());
            text(json, RESPONDED_AT, exchange.respondedAt());
            text(json, GOT_AT, exchange.gotAt());
            json.writeEndObject();
        }
        json.writeFieldName(BASIS);
        json.writeString(BASES[offset.basis().ordinal()]);
        json.writeFieldName(EVENTS);
        json.writeStartArray();
        for (LoggedEvent event : envelope.events()) {
            writeEvent(json, event);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeEvent(JsonGenerator json, LoggedEvent event) throws IOException {
        json.writeStartObject();
        text(json, ID, event.id());
        text(json, TYPE, event.type());
        if (event.occurredAt() != null) {
            text(json, OCCURRED_AT, event.occurredAt());
        }
        instant(json, EVENT_TIME, event.time().millis());
        json.writeFieldName(TIME_QUALITY);
        json.writeString(QUALITIES[event.time().quality().ordinal()]);
        if (event.hasValue()) {
            text(json, VALUE, Micros.format(event.valueMicros()));
        }
        if (!event.attributes().isEmpty()) {
            json.writeFieldName(ATTRIBUTES);
            json.writeStartObject();
            for (Map.Entry<String, Attribute> attribute : event.attributes().entrySet()) {
                json.writeFieldName(attribute.getKey());
                String text = attribute.getValue().text();
                switch (attribute.getValue().kind()) {
                    case STRING -> string(json, text);
                    case NUMBER -> json.writeNumber(text);
                    case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(text));
                }
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, SerializedString name, String value) throws IOException {
        json.writeFieldName(name);
        string(json, value);
    }

    /** What most strings are, plain ASCII, is copied; the generator goes through all others character by character. */
    private static void string(JsonGenerator json, String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (isPlain(bytes)) {
            json.writeRawUTF8String(bytes, 0, bytes.length);
        } else {
            json.writeString(value);
        }
    }

    /** A question mark is not: it may stand for half a surrogate pair, at which the generator throws. */
    private static boolean isPlain(byte[] bytes) {
        for (byte b : bytes) {
            if (b < ' ' || b == '"' || b == '\\' || b == '?') {
                return false;
            }
        }
        return true;
    }

    private static void instant(JsonGenerator json, SerializedString name, long epochMillis) throws IOException {
        byte[] text = new byte[IsoInstant.LENGTH];
        IsoInstant.write(epochMillis, text);
        json.writeFieldName(name);
        json.writeRawUTF8String(text, 0, text.length);
    }

    private static void number(JsonGenerator json, SerializedString name, long value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    /** A guess, so that the buffer of most records never grows. */
    private static int expectedBytes(LogRecord record) {
        int bytes = HEAD_BYTES;
        if (record instanceof LogRecord.Events events) {
            for (LoggedEnvelope envelope : events.envelopes()) {
                bytes += EVENT_BYTES * envelope.events().size();
            }
        }
        return Math.min(bytes, EXPECTED_AT_MOST);
    }

    private static <T> SerializedString[] encoded(T[] values, Function<T, String> name) {
        return Arrays.stream(values).map(name).map(SerializedString::new).toArray(SerializedString[]::new);
    }
}
