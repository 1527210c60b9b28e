package dev.tidemark.simulation.dynamo;

import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * A key condition: one partition, and of its sort keys those between two bounds.
 *
 * @param from the smallest, null for no bound
 * @param fromInclusive whether it belongs to the range
 * @param to the largest, null for no bound
 * @param toInclusive whether it belongs to the range
 */
record KeyRange(
        String partitionKey,
        @Nullable String from,
        boolean fromInclusive,
        @Nullable String to,
        boolean toInclusive) {

    /** Reads {@code pk = :a}, alone or with {@code AND} and one bound of the sort key. */
    static KeyRange read(ExpressionText text, SimulatedTables.TableSchema schema) {
        expectAttribute(text, schema.partitionKey());
        text.expect("=");
        String pk = text.value().s();
        if (!text.hasMore()) {
            return new KeyRange(pk, null, true, null, true);
        }
        text.expect("AND");
        KeyRange range = sortKey(text, schema, pk);
        if (text.hasMore()) {
            throw text.notModelled("something follows the sort key");
        }
        return range;
    }

    private static KeyRange sortKey(ExpressionText text, SimulatedTables.TableSchema schema, String pk) {
        if (text.passes("begins_with")) {
            text.expect("(");
            expectAttribute(text, schema.sortKey());
            text.expect(",");
            String prefix = text.value().s();
            text.expect(")");
            return new KeyRange(pk, prefix, true, prefix + Character.toString(Character.MAX_CODE_POINT), true);
        }
        expectAttribute(text, schema.sortKey());
        if (text.passes("BETWEEN")) {
            String from = text.value().s();
            text.expect("AND");
            String to = text.value().s();
            if (ItemValues.BY_BYTES.compare(from, to) > 0) {
                throw Refusals.invalid("the bounds of BETWEEN are the wrong way round: " + from + ", " + to);
            }
            return new KeyRange(pk, from, true, to, true);
        }
        String operator = text.next();
        String bound = text.value().s();
        return switch (operator) {
            case "=" -> new KeyRange(pk, bound, true, bound, true);
            case "<" -> new KeyRange(pk, null, true, bound, false);
            case "<=" -> new KeyRange(pk, null, true, bound, true);
            case ">" -> new KeyRange(pk, bound, false, null, true);
            case ">=" -> new KeyRange(pk, bound, true, null, true);
            default -> throw text.notModelled("operator '" + operator + "' for a sort key");
        };
    }

    private static void expectAttribute(ExpressionText text, String name) {
        String is = text.attribute();
        if (!is.equals(name)) {
            throw Refusals.invalid("a key condition of " + is + " in place of " + name);
        }
    }

    <V> NavigableMap<String, V> in(NavigableMap<String, V> partition) {
        NavigableMap<String, V> range = partition;
        if (from != null) {
            range = range.tailMap(from, fromInclusive);
        }
        return to == null ? range : range.headMap(to, toInclusive);
    }
}
