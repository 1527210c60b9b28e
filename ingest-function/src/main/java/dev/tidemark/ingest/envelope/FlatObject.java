package dev.tidemark.ingest.envelope;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.event.Attribute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as its scalars by their path, {@code {"a":{"b":1}}} being {@code a.b = 1}: enough for events whose shape
 * others have decided. Arrays and nulls are left out, as are scalars beyond the {@value #MOST_SCALARS}th.
 *
 * @param scalars in the order of the text
 * @param bytes of the object's text
 */
public record FlatObject(Map<String, Scalar> scalars, long bytes) {

    private static final int MOST_SCALARS = 512;
    private static final FlatObject EMPTY = new FlatObject(Map.of(), 0);

    /**
     * A body of other people's events: an array of them, or an object that has them in one of its fields.
     *
     * @param head the object's own scalars; none if the body is an array
     * @param items the events; null for one that is no object
     * @param isArray whether the body is an array
     */
    public record Body(FlatObject head, List<@Nullable FlatObject> items, boolean isArray) {}

    /** The scalar at a path, or null. */
    public @Nullable Scalar get(String path) {
        return scalars.get(path);
    }

    /** The first that there is, or null. */
    public @Nullable Scalar first(List<String> paths) {
        for (String path : paths) {
            Scalar scalar = scalars.get(path);
            if (scalar != null) {
                return scalar;
            }
        }
        return null;
    }

    /** The string at a path, or null if there is none or it is empty or of another kind. */
    public @Nullable String text(String path) {
        Scalar scalar = scalars.get(path);
        return scalar != null && scalar.isString() && !scalar.text().isEmpty() ? scalar.text() : null;
    }

    /**
     * Reads a whole body.
     *
     * @param field of the object that holds the events
     * @throws UnreadableException if the body is neither an array nor an object, or has too many events
     */
    public static Body read(byte[] text, String field) throws UnreadableException {
        try (JsonParser json = JsonText.open(text, 0, text.length)) {
            return body(json, field);
        } catch (IOException e) {
            if (!JsonText.hasEscapedSurrogate(text, 0, text.length)) {
                throw JsonText.syntaxError(e);
            }
        }
        try (JsonParser json = JsonText.openSlowly(text, 0, text.length)) {
            return body(json, field);
        } catch (IOException e) {
            throw JsonText.syntaxError(e);
        }
    }

    private static Body body(JsonParser json, String field) throws IOException, UnreadableException {
        List<@Nullable FlatObject> items = new ArrayList<>();
        FlatObject head = EMPTY;
        EventBudget budget = new EventBudget();
        JsonToken first = json.nextToken();
        if (first == JsonToken.START_ARRAY) {
            items(json, items, budget);
        } else if (first == JsonToken.START_OBJECT) {
            long start = JsonText.offset(json) - 1;
            Map<String, Scalar> scalars = new LinkedHashMap<>();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (json.nextToken() == JsonToken.START_ARRAY && name.equals(field)) {
                    items(json, items, budget);
                } else {
                    value(json, name, scalars);
                }
            }
            head = new FlatObject(scalars, JsonText.offset(json) - start);
        } else {
            throw new UnreadableException(
                    UnreadableException.Reason.ENVELOPE, "the body is neither an object nor an array", 0, 0);
        }
        if (json.nextToken() != null) {
            throw new UnreadableException(UnreadableException.Reason.ENVELOPE, "more text after the body", 0, 0);
        }
        return new Body(head, items, first == JsonToken.START_ARRAY);
    }

    private static void items(JsonParser json, List<@Nullable FlatObject> items, EventBudget budget)
            throws IOException, UnreadableException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            budget.spend();
            if (json.currentToken() == JsonToken.START_OBJECT) {
                long start = JsonText.offset(json) - 1;
                Map<String, Scalar> scalars = new LinkedHashMap<>();
                fields(json, "", scalars);
                items.add(new FlatObject(scalars, JsonText.offset(json) - start));
            } else {
                json.skipChildren();
                items.add(null);
            }
        }
    }

    private static void fields(JsonParser json, String prefix, Map<String, Scalar> scalars) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            value(json, prefix + name, scalars);
        }
    }

    private static void value(JsonParser json, String path, Map<String, Scalar> scalars) throws IOException {
        if (scalars.size() >= MOST_SCALARS) {
            json.skipChildren();
            return;
        }
        switch (json.currentToken()) {
            case VALUE_STRING -> scalars.put(path, Scalar.string(json.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                scalars.put(path, new Scalar(Attribute.Kind.NUMBER, json.getText()));
            case VALUE_TRUE, VALUE_FALSE -> scalars.put(path, new Scalar(Attribute.Kind.BOOLEAN, json.getText()));
            case START_OBJECT -> fields(json, path + ".", scalars);
            default -> json.skipChildren();
        }
    }
}
