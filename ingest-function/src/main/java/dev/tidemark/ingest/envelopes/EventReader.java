package dev.tidemark.ingest.envelopes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.ingest.model.EventDraft;
import dev.tidemark.ingest.model.Limits;
import dev.tidemark.ingest.model.PlainDecimal;
import dev.tidemark.ingest.model.ReadEvent;
import dev.tidemark.ingest.model.RejectCode;
import dev.tidemark.ingest.model.Rejected;
import dev.tidemark.ingest.model.Texts;
import dev.tidemark.ingest.reading.JsonInput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event of an envelope to its end, whatever is wrong with it; the first fault found is the one that is told.
 * {@code null} stands for a field that is missing. One event, one instance.
 */
final class EventReader {

    private final JsonInput input;
    private final JsonParser json;

    private @Nullable String id;
    private @Nullable String type;
    private @Nullable String occurredAt;
    private long occurredAtMillis = EventTime.ABSENT;
    private long valueMicros = Micros.NONE;
    private Map<String, Attribute> attributes = Map.of();
    private @Nullable RejectCode code;
    private String detail = "";

    private EventReader(JsonInput input) {
        this.input = input;
        this.json = input.json();
    }

    /** Reads the value that the parser stands on. */
    static ReadEvent read(JsonInput input) throws IOException {
        JsonParser json = input.json();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return new Rejected(null, RejectCode.INVALID_EVENT, "an event is a JSON object");
        }
        return new EventReader(input).read();
    }

    private ReadEvent read() throws IOException {
        int behindTheBrace = input.offset();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "id" -> id = name("id", RejectCode.INVALID_ID);
                case "type" -> type = name("type", RejectCode.INVALID_TYPE);
                case "occurredAt" -> readOccurredAt();
                case "value" -> readValue();
                case "attributes" -> readAttributes();
                default -> json.skipChildren();
            }
        }
        if (input.offset() - behindTheBrace + 1 > Limits.EVENT_BYTES) {
            return new Rejected(id, RejectCode.TOO_LARGE, "the event is larger than " + Limits.EVENT_BYTES + " bytes");
        }
        if (code == null && id == null) {
            fault(RejectCode.INVALID_ID, "id is missing");
        }
        if (code == null && type == null) {
            fault(RejectCode.INVALID_TYPE, "type is missing");
        }
        if (code != null || id == null || type == null) {
            return new Rejected(id, code == null ? RejectCode.INVALID_EVENT : code, detail);
        }
        return new EventDraft(id, type, occurredAt, occurredAtMillis, valueMicros, attributes);
    }

    private @Nullable String name(String field, RejectCode fault) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            json.skipChildren();
            fault(fault, field + " is no string");
            return null;
        }
        String text = json.getText();
        String why = Texts.faultOfName(text);
        if (why != null) {
            fault(fault, field + " " + why);
            return null;
        }
        return text;
    }

    private void readOccurredAt() throws IOException {
        occurredAt = null;
        occurredAtMillis = EventTime.ABSENT;
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            json.skipChildren();
            fault(RejectCode.INVALID_TIME, "occurredAt is no string");
            return;
        }
        String text = json.getText();
        occurredAtMillis = IsoInstant.parse(text);
        if (occurredAtMillis == IsoInstant.UNREADABLE) {
            fault(
                    RejectCode.INVALID_TIME,
                    "occurredAt is no instant such as 2026-11-22T01:02:03.456Z: '" + Texts.excerpt(text) + "'");
            return;
        }
        occurredAt = text;
    }

    private void readValue() throws IOException {
        valueMicros = Micros.NONE;
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (!json.currentToken().isNumeric()) {
            json.skipChildren();
            fault(RejectCode.INVALID_VALUE, "value is no number");
            return;
        }
        try {
            valueMicros = Micros.parse(json.getText());
        } catch (NumberFormatException e) {
            fault(RejectCode.INVALID_VALUE, "value is out of bounds: " + e.getMessage());
        }
    }

    private void readAttributes() throws IOException {
        attributes = Map.of();
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            fault(RejectCode.INVALID_ATTRIBUTES, "attributes is no object");
            return;
        }
        Map<String, Attribute> read = new LinkedHashMap<>(8);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (code != null) {
                json.skipChildren();
                continue;
            }
            String why = Texts.faultOfName(name);
            if (why != null) {
                json.skipChildren();
                fault(RejectCode.INVALID_ATTRIBUTES, "the attribute name '" + Texts.excerpt(name) + "' " + why);
                continue;
            }
            Attribute value = attribute(name, token);
            if (value != null) {
                read.put(name, value);
            }
            if (read.size() > Limits.ATTRIBUTES) {
                fault(RejectCode.INVALID_ATTRIBUTES, "more than " + Limits.ATTRIBUTES + " attributes");
            }
        }
        attributes = read;
    }

    /** The attribute's value, or null: for JSON's null, and for a fault, which is noted. */
    private @Nullable Attribute attribute(String name, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING -> {
                String text = json.getText();
                String why = Texts.faultOfValue(text);
                if (why == null) {
                    return Attribute.string(text);
                }
                fault(RejectCode.INVALID_ATTRIBUTES, "attributes." + name + " " + why);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                String plain = PlainDecimal.of(json.getText());
                if (plain != null) {
                    return Attribute.number(plain);
                }
                fault(
                        RejectCode.INVALID_ATTRIBUTES,
                        "attributes." + name + " is neither a whole number within ±(2^63−1)"
                                + " nor one of at most 15 significant and 6 fraction digits");
            }
            case VALUE_TRUE -> {
                return Attribute.bool(true);
            }
            case VALUE_FALSE -> {
                return Attribute.bool(false);
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                json.skipChildren();
                fault(RejectCode.INVALID_ATTRIBUTES, "attributes." + name + " is neither string, number nor boolean");
            }
        }
        return null;
    }

    private void fault(RejectCode fault, String why) {
        if (code == null) {
            code = fault;
            detail = why;
        }
    }
}
