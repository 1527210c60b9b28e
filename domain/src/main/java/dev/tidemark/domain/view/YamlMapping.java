package dev.tidemark.domain.view;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of the views file, read field by field. Each read takes its field out; {@link #end} refuses what is left,
 * so that a misspelt field is an error at its line and never a silent default.
 */
final class YamlMapping {

    private static final Pattern WORD_BREAK = Pattern.compile("\\W+");
    private static final Duration CENTURY = Duration.ofDays(366L * 100);

    private final String source;
    private final String what;
    private final Node node;
    private final Map<String, YamlEntry> entries = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private record YamlEntry(int line, Node value) {}

    YamlMapping(String source, String what, Node node) throws ViewsException {
        this.source = source;
        this.what = what;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            throw error(node, what + " is no mapping (expected `field: value` lines)");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = text(tuple.getKeyNode(), "the name of a field of " + what);
            if (entries.put(name, new YamlEntry(lineOf(tuple.getKeyNode()), tuple.getValueNode())) != null) {
                throw error(tuple.getKeyNode(), what + " has '" + name + "' twice");
            }
            lines.put(name, lineOf(tuple.getKeyNode()));
        }
    }

    /** An error of the whole mapping, at its first line. */
    ViewsException error(String reason) {
        return error(node, reason);
    }

    /** An error of one of its fields, read or not, at that field's line. */
    ViewsException error(String field, String reason) {
        Integer line = lines.get(field);
        return line == null ? error(reason) : new ViewsException(source, line, reason);
    }

    /** An error of several fields: at the line of the first one that the reason names. */
    ViewsException errorOfFields(String reason) {
        for (String word : WORD_BREAK.split(reason, -1)) {
            if (lines.containsKey(word)) {
                return error(word, reason);
            }
        }
        return error(reason);
    }

    ViewsException error(Node at, String reason) {
        return new ViewsException(source, lineOf(at), reason);
    }

    boolean has(String field) {
        return entries.containsKey(field);
    }

    @Nullable
    Node take(String field) {
        YamlEntry entry = entries.remove(field);
        return entry == null ? null : entry.value();
    }

    Node require(String field) throws ViewsException {
        Node value = take(field);
        if (value == null) {
            throw error(what + " lacks '" + field + "'");
        }
        return value;
    }

    String requireText(String field) throws ViewsException {
        return text(require(field), field);
    }

    Duration requireDuration(String field) throws ViewsException {
        return duration(field, require(field));
    }

    Duration durationOr(String field, Duration otherwise) throws ViewsException {
        Node value = take(field);
        return value == null ? otherwise : duration(field, value);
    }

    int intOr(String field, int otherwise) throws ViewsException {
        Node value = take(field);
        if (value == null) {
            return otherwise;
        }
        String text = text(value, field);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw error(value, field + " is no whole number: '" + text + "'");
        }
    }

    /** What remains unread, in order. */
    List<String> remaining() {
        return new ArrayList<>(entries.keySet());
    }

    /** Refuses fields that nobody asked for. */
    void end(String known) throws ViewsException {
        for (Map.Entry<String, YamlEntry> entry : entries.entrySet()) {
            throw new ViewsException(
                    source, entry.getValue().line(), what + " has no field '" + entry.getKey() + "'; it has " + known);
        }
    }

    YamlMapping mapping(String name, Node value) throws ViewsException {
        return new YamlMapping(source, name, value);
    }

    List<Node> sequence(String field, Node value) throws ViewsException {
        if (!(value instanceof SequenceNode sequence)) {
            throw error(value, field + " is no list");
        }
        return sequence.getValue();
    }

    String text(Node value, String field) throws ViewsException {
        if (!(value instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            throw error(value, field + " is no single value");
        }
        return scalar.getValue();
    }

    /** A duration, of a node that was read. */
    Duration duration(String field, Node value) throws ViewsException {
        String text = text(value, field);
        Duration duration;
        try {
            duration = Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw error(value, field + " is no ISO 8601 duration such as PT30S, PT2H or P90D: '" + text + "'");
        }
        if (duration.toNanosPart() % 1_000_000 != 0
                || duration.compareTo(CENTURY) > 0
                || duration.compareTo(CENTURY.negated()) < 0) {
            throw error(value, field + " is no whole number of milliseconds up to a century: '" + text + "'");
        }
        return duration;
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** Makes a value whose constructor checks its bounds, and gives a refusal its line. */
    <T> T checked(Supplier<T> constructor) throws ViewsException {
        try {
            return constructor.get();
        } catch (IllegalArgumentException e) {
            throw errorOfFields(String.valueOf(e.getMessage()));
        }
    }
}
