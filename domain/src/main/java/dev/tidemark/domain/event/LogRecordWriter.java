package dev.tidemark.domain.event;

import static dev.tidemark.domain.event.JsonBytes.part;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Writes log records as UTF-8 JSON without line breaks; the format is in {@code docs/platform.md}. Thread-safe. */
public final class LogRecordWriter {

    // What stands between values, field names and all.
    private static final byte[] HEARTBEAT_AT = part("{\"kind\":\"heartbeat\",\"at\":");
    private static final byte[] WATERMARK_AT = part("{\"kind\":\"watermark\",\"at\":");
    private static final byte[] VIEWS_VERSION = part("{\"kind\":\"views\",\"version\":");

    private static final byte[] EVENTS_DEVICE_ID = part("{\"kind\":\"events\",\"deviceId\":");
    private static final byte[] RECEIVED_AT = part(",\"receivedAt\":");
    private static final byte[] REQUEST_ID = part(",\"requestId\":");
    private static final byte[] ENVELOPES = part(",\"envelopes\":[");

    private static final byte[] SENT_AT = part("\"sentAt\":");
    private static final byte[] OFFSET_MS = part("\"offsetMs\":");
    private static final byte[] BOUND_MS = part("\"boundMs\":");
    private static final byte[] CLOCK_SENT_AT = part("\"clock\":{\"sentAt\":");
    private static final byte[] RESPONDED_AT = part(",\"respondedAt\":");
    private static final byte[] GOT_AT = part(",\"gotAt\":");
    private static final byte[] END_OF_CLOCK = part("},");
    private static final byte[] EVENTS = part(",\"events\":[");

    private static final byte[] ID = part("{\"id\":");
    private static final byte[] TYPE = part(",\"type\":");
    private static final byte[] OCCURRED_AT = part(",\"occurredAt\":");
    private static final byte[] EVENT_TIME = part(",\"eventTime\":");
    private static final byte[] VALUE = part(",\"value\":");
    private static final byte[] ATTRIBUTES = part(",\"attributes\":");

    private static final byte[] END_OF_LIST_AND_OBJECT = part("]}");

    // Members that have few values; by ordinal.
    private static final byte[][] BASES =
            parts(ClockOffset.Basis.values(), basis -> "\"basis\":\"" + basis.wireName() + '"');
    private static final byte[][] QUALITIES =
            parts(TimeQuality.values(), quality -> ",\"timeQuality\":\"" + quality.wireName() + '"');

    /**
     * The record's bytes.
     *
     * @throws IllegalArgumentException if a text holds half a surrogate pair, or an instant is out of years 0000 to 9999
     */
    public byte[] write(LogRecord record) {
        JsonBytes json = JsonBytes.empty();
        if (record instanceof LogRecord.Events events) {
            writeEvents(json, events);
        } else if (record instanceof LogRecord.Heartbeat heartbeat) {
            json.add(HEARTBEAT_AT).instant(heartbeat.atMillis()).add('}');
        } else if (record instanceof LogRecord.Watermark watermark) {
            json.add(WATERMARK_AT).instant(watermark.atMillis()).add('}');
        } else if (record instanceof LogRecord.ViewsChanged views) {
            json.add(VIEWS_VERSION).string(views.version()).add('}');
        }
        return json.toByteArray();
    }

    private static void writeEvents(JsonBytes json, LogRecord.Events record) {
        json.add(EVENTS_DEVICE_ID).string(record.deviceId());
        json.add(RECEIVED_AT).instant(record.receivedAtMillis());
        json.add(REQUEST_ID).string(record.requestId());
        json.add(ENVELOPES);
        writeList(json, record.envelopes(), LogRecordWriter::writeEnvelope);
        json.add(END_OF_LIST_AND_OBJECT);
    }

    private static void writeEnvelope(JsonBytes json, LoggedEnvelope envelope) {
        json.add('{');
        if (envelope.sentAt() != null) {
            json.add(SENT_AT).string(envelope.sentAt()).add(',');
        }
        ClockOffset offset = envelope.offset();
        if (offset.basis() != ClockOffset.Basis.NONE) {
            json.add(OFFSET_MS).number(offset.offsetMillis()).add(',');
        }
        LoggedEnvelope.EchoedExchange exchange = envelope.exchange();
        if (exchange != null) {
            json.add(BOUND_MS).number(offset.boundMillis()).add(',');
            json.add(CLOCK_SENT_AT).string(exchange.sentAt());
            json.add(RECEIVED_AT).string(exchange.receivedAt());
            json.add(RESPONDED_AT).string(exchange.respondedAt());
            json.add(GOT_AT).string(exchange.gotAt()).add(END_OF_CLOCK);
        }
        json.add(BASES[offset.basis().ordinal()]).add(EVENTS);
        writeList(json, envelope.events(), LogRecordWriter::writeEvent);
        json.add(END_OF_LIST_AND_OBJECT);
    }

    private static void writeEvent(JsonBytes json, LoggedEvent event) {
        json.add(ID).string(event.id());
        json.add(TYPE).string(event.type());
        if (event.occurredAt() != null) {
            json.add(OCCURRED_AT).string(event.occurredAt());
        }
        json.add(EVENT_TIME).instant(event.time().millis());
        json.add(QUALITIES[event.time().quality().ordinal()]);
        if (event.hasValue()) {
            json.add(VALUE).decimal(event.valueMicros());
        }
        if (!event.attributes().isEmpty()) {
            json.add(ATTRIBUTES);
            char before = '{';
            for (Map.Entry<String, Attribute> attribute : event.attributes().entrySet()) {
                json.add(before).string(attribute.getKey()).add(':');
                String text = attribute.getValue().text();
                if (attribute.getValue().kind() == Attribute.AttributeKind.STRING) {
                    json.string(text);
                } else {
                    json.ascii(text);
                }
                before = ',';
            }
            json.add('}');
        }
        json.add('}');
    }

    private static <T> void writeList(JsonBytes json, List<T> items, BiConsumer<JsonBytes, T> write) {
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                json.add(',');
            }
            write.accept(json, items.get(i));
        }
    }

    private static <T> byte[][] parts(T[] values, Function<T, String> member) {
        return Arrays.stream(values).map(member).map(JsonBytes::part).toArray(byte[][]::new);
    }
}
