package dev.tidemark.ingest.envelopes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.ingest.model.EventDraft;
import dev.tidemark.ingest.model.Ignored;
import dev.tidemark.ingest.model.ReadEvent;
import dev.tidemark.ingest.model.RejectCode;
import dev.tidemark.ingest.model.RejectedEvent;
import dev.tidemark.ingest.model.SizeLimits;
import dev.tidemark.ingest.model.Texts;
import dev.tidemark.ingest.reading.Grammar;
import dev.tidemark.ingest.reading.JsonInput;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event of an envelope to its end, whatever is wrong with it. Of a field given twice the last counts, with its
 * fault or without one; of several fields with faults, the first by the order id, type, time, value, attributes is told.
 * {@code null} stands for a field that is missing. One event, one instance.
 */
final class EventReader {

    private final JsonInput input;
    private final JsonParser json;
    private final Ignored ignored;

    private @Nullable String id;
    private @Nullable String idFault = "id is missing";
    private @Nullable String type;
    private @Nullable String typeFault = "type is missing";
    private @Nullable String occurredAt;
    private long occurredAtMillis = EventTime.ABSENT;
    private @Nullable String timeFault;
    private long valueMicros = Micros.NONE;
    private @Nullable String valueFault;
    private AttributesReader attributes = AttributesReader.NONE;

    private EventReader(JsonInput input, Ignored ignored) {
        this.input = input;
        this.json = input.json();
        this.ignored = ignored;
    }

    /** Reads the value that the parser stands on. */
    static ReadEvent read(JsonInput input, Ignored ignored) throws IOException {
        JsonParser json = input.json();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return new RejectedEvent(null, RejectCode.INVALID_EVENT, "an event is a JSON object");
        }
        return new EventReader(input, ignored).read();
    }

    private ReadEvent read() throws IOException {
        int behindTheBrace = input.offset();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "id" -> {
                    idFault = faultOfName("id");
                    id = idFault == null ? json.getText() : null;
                }
                case "type" -> {
                    typeFault = faultOfName("type");
                    type = typeFault == null ? json.getText() : null;
                }
                case "occurredAt" -> readOccurredAt();
                case "value" -> readValue();
                case "attributes" -> attributes = AttributesReader.read(json);
                default -> {
                    ignored.add("events[].", name);
                    json.skipChildren();
                }
            }
        }
        if (input.offset() - behindTheBrace + 1 > SizeLimits.EVENT_BYTES) {
            return new RejectedEvent(
                    id, RejectCode.TOO_LARGE, "the event is larger than " + SizeLimits.EVENT_BYTES + " bytes");
        }
        if (id == null || idFault != null) {
            return new RejectedEvent(null, RejectCode.INVALID_ID, String.valueOf(idFault));
        }
        if (type == null || typeFault != null) {
            return new RejectedEvent(id, RejectCode.INVALID_TYPE, String.valueOf(typeFault));
        }
        if (timeFault != null) {
            return new RejectedEvent(id, RejectCode.INVALID_TIME, timeFault);
        }
        if (valueFault != null) {
            return new RejectedEvent(id, RejectCode.INVALID_VALUE, valueFault);
        }
        String fault = attributes.fault();
        if (fault != null) {
            return new RejectedEvent(id, RejectCode.INVALID_ATTRIBUTES, fault);
        }
        return new EventDraft(id, type, occurredAt, occurredAtMillis, valueMicros, attributes.values());
    }

    /** Why the value that the parser stands on is no id or type, or null if it is one. */
    private @Nullable String faultOfName(String field) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            String why = Texts.faultOfName(json.getText());
            return why == null ? null : field + " " + why;
        }
        boolean missing = json.currentToken() == JsonToken.VALUE_NULL;
        json.skipChildren();
        return field + (missing ? " is missing" : " is no string");
    }

    private void readOccurredAt() throws IOException {
        occurredAt = null;
        occurredAtMillis = EventTime.ABSENT;
        timeFault = null;
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            String text = json.getText();
            occurredAtMillis = IsoInstant.parse(text);
            occurredAt = text;
            if (occurredAtMillis == IsoInstant.UNREADABLE) {
                timeFault = noInstant(" '" + Texts.excerpt(text) + "'");
            }
            return;
        }
        Optional<Grammar.ReadInstant> stamp = Optional.empty();
        if (json.currentToken().isNumeric()) {
            stamp = Grammar.time(Attribute.AttributeKind.NUMBER, json.getText());
        }
        json.skipChildren();
        if (stamp.isEmpty()) {
            timeFault = noInstant("");
        } else {
            occurredAt = stamp.get().text();
            occurredAtMillis = stamp.get().millis();
        }
    }

    private static String noInstant(String excerpt) {
        return "occurredAt" + excerpt + " is neither an instant such as 2026-11-22T01:02:03.456Z"
                + " nor milliseconds since 1970, a number of 13 digits";
    }

    private void readValue() throws IOException {
        valueMicros = Micros.NONE;
        valueFault = null;
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        Optional<Attribute.AttributeKind> kind = Grammar.kind(json.currentToken());
        if (kind.isEmpty()) {
            json.skipChildren();
            valueFault = "value is no number";
            return;
        }
        try {
            valueMicros = Grammar.value(kind.get(), json.getText());
        } catch (NumberFormatException e) {
            valueFault = "value is no number within its bounds: " + e.getMessage();
        }
    }
}
