package dev.tidemark.ingest.envelopes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.ingest.model.PlainDecimal;
import dev.tidemark.ingest.model.SizeLimits;
import dev.tidemark.ingest.model.Texts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the attributes of an event to their end, whatever is wrong with them. Of a name given twice the last counts, with
 * its fault or without one; {@code null} stands for an attribute that is missing. One object, one instance.
 */
final class AttributesReader {

    /** No attributes. */
    static final AttributesReader NONE = new AttributesReader();

    private Map<String, Attribute> values = Map.of();
    private Map<String, String> faults = Map.of();
    private @Nullable String faultOfAll;

    private AttributesReader() {}

    /** Reads the value that the parser stands on. */
    static AttributesReader read(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return NONE;
        }
        AttributesReader reader = new AttributesReader();
        if (json.currentToken() == JsonToken.START_OBJECT) {
            reader.members(json);
        } else {
            json.skipChildren();
            reader.faultOfAll = "attributes is no object";
        }
        return reader;
    }

    /** The attributes; of no use where there is a {@link #fault}. */
    Map<String, Attribute> values() {
        return values;
    }

    /** What is wrong with them, or null. */
    @Nullable
    String fault() {
        if (faultOfAll != null) {
            return faultOfAll;
        }
        return faults.isEmpty() ? null : faults.values().iterator().next();
    }

    private void members(JsonParser json) throws IOException {
        values = new LinkedHashMap<>(8);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (faultOfAll != null) {
                json.skipChildren();
                continue;
            }
            if (!faults.isEmpty()) {
                faults.remove(name);
            }
            if (token == JsonToken.VALUE_NULL) {
                values.remove(name);
                continue;
            }
            String why = Texts.faultOfName(name);
            if (why != null) {
                json.skipChildren();
                note(name, "the attribute name '" + Texts.excerpt(name) + "' " + why);
            } else {
                value(json, token, name);
            }
            if (values.size() + faults.size() > SizeLimits.ATTRIBUTES) {
                faultOfAll = "more than " + SizeLimits.ATTRIBUTES + " attributes";
            }
        }
    }

    private void value(JsonParser json, JsonToken token, String name) throws IOException {
        switch (token) {
            case VALUE_STRING -> {
                String text = json.getText();
                String why = Texts.faultOfValue(text);
                if (why == null) {
                    values.put(name, Attribute.string(text));
                } else {
                    note(name, "attributes." + name + " " + why);
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                String plain = PlainDecimal.of(json.getText());
                if (plain != null) {
                    values.put(name, Attribute.number(plain));
                } else {
                    note(
                            name,
                            "attributes." + name + " is neither a whole number within ±(2^63−1)"
                                    + " nor one of at most 15 significant and 6 fraction digits");
                }
            }
            case VALUE_TRUE -> values.put(name, Attribute.bool(true));
            case VALUE_FALSE -> values.put(name, Attribute.bool(false));
            default -> {
                json.skipChildren();
                note(name, "attributes." + name + " is neither string, number nor boolean");
            }
        }
    }

    private void note(String name, String fault) {
        values.remove(name);
        if (faults.isEmpty()) {
            faults = new LinkedHashMap<>();
        }
        faults.put(name, fault);
    }
}
