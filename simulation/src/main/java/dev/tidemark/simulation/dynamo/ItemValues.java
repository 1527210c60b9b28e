package dev.tidemark.simulation.dynamo;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attribute values as the service keeps them: how they are ordered, how large they are, what it makes of numbers. */
final class ItemValues {

    /** The most digits of a number. */
    private static final int MOST_DIGITS = 38;

    /** Texts as the service orders them: by their UTF-8 bytes, which is by code points. */
    static final Comparator<String> BY_BYTES = ItemValues::compareTexts;

    private ItemValues() {}

    static boolean comparable(@Nullable AttributeValue is, AttributeValue other) {
        return is != null
                && is.type() == other.type()
                && (is.type() == AttributeValue.Type.S
                        || is.type() == AttributeValue.Type.N
                        || is.type() == AttributeValue.Type.B);
    }

    /** Two {@linkplain #comparable comparable} values. */
    static int compare(@Nullable AttributeValue is, AttributeValue other) {
        if (is == null) {
            throw new IllegalArgumentException("nothing to compare");
        }
        return switch (is.type()) {
            case S -> compareTexts(is.s(), other.s());
            case N -> new BigDecimal(is.n()).compareTo(new BigDecimal(other.n()));
            case B ->
                Arrays.compareUnsigned(is.b().asByteArrayUnsafe(), other.b().asByteArrayUnsafe());
            default -> throw new IllegalArgumentException("no order among values of type " + is.type());
        };
    }

    private static int compareTexts(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean xPair = Character.isSurrogate(x);
                boolean yPair = Character.isSurrogate(y);
                return xPair == yPair ? Character.compare(x, y) : xPair ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /**
     * The item as it is kept: attributes by name, numbers without trailing zeros, bytes of its own.
     *
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if a number has too many digits
     */
    static Map<String, AttributeValue> kept(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> kept = new TreeMap<>(BY_BYTES);
        item.forEach((name, value) -> kept.put(name, kept(value)));
        return new LinkedHashMap<>(kept);
    }

    static AttributeValue kept(AttributeValue value) {
        return switch (value.type()) {
            case N -> AttributeValue.fromN(number(value.n()));
            case M -> AttributeValue.fromM(kept(value.m()));
            case L ->
                AttributeValue.fromL(value.l().stream().map(ItemValues::kept).toList());
            case S, B, BOOL, NUL -> value;
            default ->
                throw new UnsupportedOperationException("attributes of type " + value.type() + " are not modelled");
        };
    }

    private static String number(String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text).stripTrailingZeros();
        } catch (NumberFormatException e) {
            throw Refusals.invalid("no number: " + text);
        }
        if (number.precision() > MOST_DIGITS) {
            throw Refusals.invalid("a number of more than " + MOST_DIGITS + " digits: " + text);
        }
        return number.toPlainString();
    }

    /** The size in bytes that the service charges for: names, values, and three bytes a list or map, one an element. */
    static int size(Map<String, AttributeValue> item) {
        int size = 0;
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            size += length(attribute.getKey()) + size(attribute.getValue());
        }
        return size;
    }

    private static int size(AttributeValue value) {
        return switch (value.type()) {
            case S -> length(value.s());
            case N -> (int) value.n().chars().filter(Character::isDigit).count() / 2 + 2;
            case B -> value.b().asByteArrayUnsafe().length;
            case M -> 3 + value.m().size() + size(value.m());
            case L -> 3 + value.l().size() + sum(value.l());
            default -> 1;
        };
    }

    private static int sum(List<AttributeValue> values) {
        return values.stream().mapToInt(ItemValues::size).sum();
    }

    private static int length(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return text.length();
    }
}
