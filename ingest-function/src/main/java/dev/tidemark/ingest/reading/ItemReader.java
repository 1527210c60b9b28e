package dev.tidemark.ingest.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.ingest.model.Ignored;
import dev.tidemark.ingest.model.SizeLimits;
import dev.tidemark.ingest.model.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object by its shape. What is kept is bounded by the shape and the limits, whatever the object holds: the
 * fields, and for each of its scopes as many attributes as an event may have, whose names are no longer than names may
 * be. One object, one instance.
 */
final class ItemReader {

    private final JsonInput input;
    private final JsonParser json;
    private final byte[] text;
    private final Shape shape;
    private final int from;
    private final ForeignField[] fields;
    private final List<Map<String, Attribute>> attributes;
    private final StringBuilder path = new StringBuilder();
    private final String where;
    private final Ignored ignored;

    /**
     * For the object whose brace the parser has just passed.
     *
     * @param where it stands in the body: {@code batch[].}, or nothing
     * @param ignored of the body
     */
    ItemReader(JsonInput input, byte[] text, Shape shape, String where, Ignored ignored) {
        this.input = input;
        this.json = input.json();
        this.text = text;
        this.shape = shape;
        this.where = where;
        this.ignored = ignored;
        this.from = input.offset() - 1;
        this.fields = new ForeignField[shape.size()];
        Arrays.fill(fields, ForeignField.MISSING);
        this.attributes = new ArrayList<>(shape.scopes());
        for (int scope = 0; scope < shape.scopes(); scope++) {
            attributes.add(Map.of());
        }
    }

    /**
     * The object whose brace the parser has just passed, to its end.
     *
     * @param member as which it is to be read, or null if it is the whole
     */
    static ForeignItem read(
            JsonInput input, byte[] text, Shape shape, @Nullable String member, String where, Ignored ignored)
            throws IOException {
        ItemReader reader = new ItemReader(input, text, shape, where, ignored);
        Shape.PathNode node = shape.at(member);
        reader.members(node, node.scope);
        return reader.item();
    }

    /** Takes the value of a member of the object itself. */
    void member(String name) throws IOException {
        noteUnknown(name);
        value(shape.root.members.get(name), -1);
    }

    /** The object, whose end the parser has just passed. */
    ForeignItem item() {
        return new ForeignItem(shape, fields, attributes, ignored, text, from, input.offset() - from);
    }

    /**
     * The members of an object.
     *
     * @param node of the shape, or null where it wants no field here or below
     * @param scope of the attributes that lie here, or -1
     */
    private void members(Shape.@Nullable PathNode node, int scope) throws IOException {
        int prefix = path.length();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (node == shape.root) {
                noteUnknown(name);
            }
            Shape.PathNode member = node == null ? null : node.members.get(name);
            if (scope < 0) {
                value(member, -1);
                continue;
            }
            path.append(name);
            value(member, Texts.isTooLongForName(path) ? -1 : scope);
            path.setLength(prefix);
        }
    }

    private void noteUnknown(String name) {
        if (shape.isUnknown(name)) {
            ignored.add(where, name);
        }
    }

    private void value(Shape.@Nullable PathNode node, int outer) throws IOException {
        boolean begins = node != null && node.scope >= 0;
        int scope = node != null && begins ? node.scope : outer;
        if (node == null && scope < 0) {
            json.skipChildren();
            return;
        }
        ForeignField here = fieldHere();
        if (node != null) {
            take(node, here);
        }
        if (scope >= 0 && !begins) {
            attribute(scope, node != null && node.apart ? ForeignField.MISSING : here);
        }
        if (json.currentToken() == JsonToken.START_OBJECT) {
            String before = path.toString();
            if (begins) {
                path.setLength(0);
            } else if (scope >= 0) {
                path.append('.');
            }
            members(node, scope);
            path.setLength(0);
            path.append(before);
        } else {
            json.skipChildren();
        }
    }

    /** Notes what stands at a node, and forgets what an earlier member of that name has left. */
    private void take(Shape.PathNode node, ForeignField here) {
        for (int place : node.fieldsWithin) {
            fields[place] = ForeignField.MISSING;
        }
        if (node.field >= 0) {
            fields[node.field] = here;
        }
        if (node.scope >= 0) {
            attributes.set(node.scope, Map.of());
        }
    }

    private ForeignField fieldHere() throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> Scalar.string(json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(Attribute.AttributeKind.NUMBER, json.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(Attribute.AttributeKind.BOOLEAN, json.getText());
            case VALUE_NULL -> ForeignField.MISSING;
            default -> ForeignField.STRUCTURE;
        };
    }

    /** Keeps the attribute that the path names, or forgets what an earlier member of that name has left. */
    private void attribute(int scope, ForeignField field) {
        Map<String, Attribute> known = attributes.get(scope);
        String name = path.toString();
        if (!(field instanceof Scalar scalar)) {
            forget(known, name);
            return;
        }
        Attribute attribute = Grammar.attribute(scalar).orElse(null);
        if (attribute == null || Texts.faultOfName(name) != null) {
            forget(known, name);
            return;
        }
        if (known.size() < SizeLimits.ATTRIBUTES || known.containsKey(name)) {
            if (known.isEmpty()) {
                known = new LinkedHashMap<>();
                attributes.set(scope, known);
            }
            known.put(name, attribute);
        }
    }

    private static void forget(Map<String, Attribute> known, String name) {
        if (!known.isEmpty()) {
            String below = name + '.';
            known.keySet().removeIf(other -> other.equals(name) || other.startsWith(below));
        }
    }
}
