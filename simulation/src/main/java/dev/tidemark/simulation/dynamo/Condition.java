package dev.tidemark.simulation.dynamo;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A condition expression: what of an item must hold for a write; of no item, what holds of one without attributes. */
interface Condition {

    Condition ALWAYS = item -> true;

    boolean holds(Map<String, AttributeValue> item);

    /** Reads {@code OR} of {@code AND} of comparisons, {@code BETWEEN}, functions and brackets. */
    static Condition read(ExpressionText text) {
        Condition condition = either(text);
        if (text.hasMore()) {
            throw text.notModelled("something follows it");
        }
        return condition;
    }

    private static Condition either(ExpressionText text) {
        Condition all = both(text);
        while (text.passes("OR")) {
            Condition left = all;
            Condition right = both(text);
            all = item -> left.holds(item) || right.holds(item);
        }
        return all;
    }

    private static Condition both(ExpressionText text) {
        Condition all = single(text);
        while (text.passes("AND")) {
            Condition left = all;
            Condition right = single(text);
            all = item -> left.holds(item) && right.holds(item);
        }
        return all;
    }

    private static Condition single(ExpressionText text) {
        if (text.passes("NOT")) {
            Condition inner = single(text);
            return item -> !inner.holds(item);
        }
        if (text.passes("(")) {
            Condition inner = either(text);
            text.expect(")");
            return inner;
        }
        for (boolean wanted : new boolean[] {true, false}) {
            if (text.passes(wanted ? "attribute_exists" : "attribute_not_exists")) {
                text.expect("(");
                String name = text.attribute();
                text.expect(")");
                return item -> item.containsKey(name) == wanted;
            }
        }
        if (text.passes("begins_with")) {
            text.expect("(");
            String name = text.attribute();
            text.expect(",");
            String prefix = text.value().s();
            text.expect(")");
            return item -> {
                AttributeValue is = item.get(name);
                return is != null && is.s() != null && is.s().startsWith(prefix);
            };
        }
        String name = text.attribute();
        if (text.passes("BETWEEN")) {
            AttributeValue low = text.value();
            text.expect("AND");
            AttributeValue high = text.value();
            return item -> {
                AttributeValue is = item.get(name);
                return ItemValues.comparable(is, low)
                        && ItemValues.comparable(is, high)
                        && ItemValues.compare(is, low) >= 0
                        && ItemValues.compare(is, high) <= 0;
            };
        }
        return comparison(text, name, text.next());
    }

    private static Condition comparison(ExpressionText text, String name, String operator) {
        AttributeValue value = text.value();
        return switch (operator) {
            case "=" -> item -> value.equals(item.get(name));
            case "<>" -> item -> !value.equals(item.get(name));
            case "<" ->
                item -> ItemValues.comparable(item.get(name), value) && ItemValues.compare(item.get(name), value) < 0;
            case "<=" ->
                item -> ItemValues.comparable(item.get(name), value) && ItemValues.compare(item.get(name), value) <= 0;
            case ">" ->
                item -> ItemValues.comparable(item.get(name), value) && ItemValues.compare(item.get(name), value) > 0;
            case ">=" ->
                item -> ItemValues.comparable(item.get(name), value) && ItemValues.compare(item.get(name), value) >= 0;
            default -> throw text.notModelled("operator '" + operator + "'");
        };
    }
}
