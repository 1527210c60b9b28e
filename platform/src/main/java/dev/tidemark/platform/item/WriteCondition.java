package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What must be stored under an item's key for it to be written. */
public sealed interface WriteCondition {

    /** Anything, or nothing. */
    record Always() implements WriteCondition {}

    /** No item. */
    record Absent() implements WriteCondition {}

    /** Some item. */
    record Present() implements WriteCondition {}

    /** An item with this value, or one without the attribute where {@code value} is null; no item has no attribute. */
    record Equal(String attribute, @Nullable AttributeValue value) implements WriteCondition {}

    /** An item whose text or number is smaller than this one. */
    record Less(String attribute, AttributeValue value) implements WriteCondition {}

    /** All of these. */
    record All(List<WriteCondition> conditions) implements WriteCondition {
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /** One of these at least. */
    record Any(List<WriteCondition> conditions) implements WriteCondition {
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * The condition in DynamoDB's language.
     *
     * @param text the expression; empty for {@link Always}
     * @param names by placeholder; those that it does not need are not there
     * @param values by placeholder
     */
    record Expression(String text, Map<String, String> names, Map<String, AttributeValue> values) {}

    /** The condition as an expression. */
    default Expression expression() {
        Expression empty = new Expression("", new LinkedHashMap<>(), new LinkedHashMap<>());
        return new Expression(text(empty.names(), empty.values()), empty.names(), empty.values());
    }

    /**
     * Whether it holds, for stores in memory.
     *
     * @param stored attributes of the stored item; empty for none
     */
    default boolean holdsFor(Map<String, AttributeValue> stored) {
        if (this instanceof Absent) {
            return stored.isEmpty();
        }
        if (this instanceof Present) {
            return !stored.isEmpty();
        }
        if (this instanceof Equal equal) {
            AttributeValue there = stored.get(equal.attribute());
            return equal.value() == null ? there == null : equal.value().equals(there);
        }
        if (this instanceof Less less) {
            AttributeValue there = stored.get(less.attribute());
            return there != null && isLess(there, less.value());
        }
        if (this instanceof All all) {
            return all.conditions().stream().allMatch(condition -> condition.holdsFor(stored));
        }
        if (this instanceof Any any) {
            return any.conditions().stream().anyMatch(condition -> condition.holdsFor(stored));
        }
        return true;
    }

    private static boolean isLess(AttributeValue one, AttributeValue other) {
        return one.n() != null && other.n() != null
                ? new BigDecimal(one.n()).compareTo(new BigDecimal(other.n())) < 0
                : one.s() != null && other.s() != null && one.s().compareTo(other.s()) < 0;
    }

    private String text(Map<String, String> names, Map<String, AttributeValue> values) {
        if (this instanceof Absent) {
            return "attribute_not_exists(" + name(Table.PARTITION_KEY, names) + ")";
        }
        if (this instanceof Present) {
            return "attribute_exists(" + name(Table.PARTITION_KEY, names) + ")";
        }
        if (this instanceof Equal equal) {
            String name = name(equal.attribute(), names);
            return equal.value() == null
                    ? "attribute_not_exists(" + name + ")"
                    : name + " = " + value(equal.value(), values);
        }
        if (this instanceof Less less) {
            return name(less.attribute(), names) + " < " + value(less.value(), values);
        }
        if (this instanceof All all) {
            return joined(all.conditions(), " AND ", names, values);
        }
        if (this instanceof Any any) {
            return joined(any.conditions(), " OR ", names, values);
        }
        return "";
    }

    /** Nested conditions are put in parentheses. */
    private static String joined(
            List<WriteCondition> conditions,
            String operator,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        return conditions.stream()
                .map(condition -> condition instanceof All || condition instanceof Any
                        ? "(" + condition.text(names, values) + ")"
                        : condition.text(names, values))
                .collect(Collectors.joining(operator));
    }

    private static String name(String attribute, Map<String, String> names) {
        names.put("#" + attribute, attribute);
        return "#" + attribute;
    }

    private static String value(AttributeValue value, Map<String, AttributeValue> values) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }
}
