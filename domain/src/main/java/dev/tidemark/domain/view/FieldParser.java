package dev.tidemark.domain.view;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads what a view says of the fields of an event: by which it filters, and by which it groups. */
final class FieldParser {

    private FieldParser() {}

    /** {@code where}; without it, the filter that every event passes. */
    static Filter filter(YamlMapping view) throws ViewsException {
        Node node = view.take("where");
        if (node == null) {
            return new Filter(List.of());
        }
        YamlMapping where = view.mapping("where", node);
        List<Filter.Term> terms = new ArrayList<>();
        for (String name : where.remaining()) {
            Node value = where.require(name);
            Field field = field(view, value, name, "where");
            boolean ofAttribute = field instanceof Field.AttributeField;
            List<String> values = new ArrayList<>();
            if (value instanceof SequenceNode sequence) {
                for (Node element : sequence.getValue()) {
                    values.add(ofAttribute ? canonical(view, element, name) : view.text(element, name));
                }
                if (values.isEmpty()) {
                    throw view.error(value, "where." + name + " is an empty list, which no event matches");
                }
            } else {
                values.add(ofAttribute ? canonical(view, value, name) : view.text(value, name));
            }
            terms.add(new Filter.Term(field, values));
        }
        return new Filter(terms);
    }

    /** Numbers as plain decimals without trailing zeros, which is how attributes carry them. */
    private static String canonical(YamlMapping view, Node value, String name) throws ViewsException {
        String text = view.text(value, name);
        boolean number = value instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT));
        if (!number) {
            return text;
        }
        try {
            BigDecimal stripped = new BigDecimal(text).stripTrailingZeros();
            if (stripped.scale() < -20 || stripped.scale() > 20) {
                throw view.error(value, "where." + name + " is out of range: " + text);
            }
            return stripped.toPlainString();
        } catch (NumberFormatException e) {
            throw view.error(value, "where." + name + " is no decimal number: " + text);
        }
    }

    /** {@code key}; null for {@code none}. */
    static @Nullable Field key(YamlMapping view) throws ViewsException {
        Node node = view.require("key");
        String name = view.text(node, "key");
        return name.equals("none") ? null : field(view, node, name, "key");
    }

    /** The field of this name; {@code at} and {@code where} say in a refusal where it stands. */
    static Field field(YamlMapping view, Node at, String name, String where) throws ViewsException {
        if (name.startsWith("attributes.") && name.length() > "attributes.".length()) {
            return new Field.AttributeField(name.substring("attributes.".length()));
        }
        return switch (name) {
            case "type" -> new Field.Type();
            case "deviceId" -> new Field.DeviceId();
            default -> throw view.error(at, where + " takes type, deviceId or attributes.<name>, not '" + name + "'");
        };
    }
}
