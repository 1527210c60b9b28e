package dev.tidemark.batch.store;

import dev.tidemark.platform.Table;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of a table.
 *
 * @param fields text as {@code String}, numbers as {@code BigDecimal}, and {@code Boolean}, {@code byte[]}, lists (sets
 *     too) and maps of these; includes the keys
 */
public record Item(Map<String, Object> fields) {

    /** The item of these attributes; null values are left out. */
    public static Item read(Map<String, AttributeValue> attributes) {
        return new Item(readMap(attributes));
    }

    private static Map<String, Object> readMap(Map<String, AttributeValue> attributes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            if (value.type() != AttributeValue.Type.NUL) {
                fields.put(name, read(value));
            }
        });
        return fields;
    }

    private static Object read(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> new BigDecimal(value.n());
            case BOOL -> value.bool();
            case B -> value.b().asByteArray();
            case SS -> List.copyOf(value.ss());
            case NS -> value.ns().stream().map(BigDecimal::new).toList();
            case L -> value.l().stream().map(Item::read).toList();
            case M -> readMap(value.m());
            default -> throw new IllegalStateException("an attribute of type " + value.type());
        };
    }

    /** Sets a field; null leaves it out. Numbers go as {@code BigDecimal}. */
    public Item with(String name, @Nullable Object value) {
        if (value instanceof Long || value instanceof Integer) {
            fields.put(name, BigDecimal.valueOf(((Number) value).longValue()));
        } else if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    public String pk() {
        return require(Table.PARTITION_KEY);
    }

    public String sk() {
        return require(Table.SORT_KEY);
    }

    /** A text field, or null. */
    public @Nullable String text(String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    /** A number, or null where it is missing or no number. */
    public @Nullable BigDecimal number(String name) {
        return fields.get(name) instanceof BigDecimal number ? number : null;
    }

    /** A whole number, or null. */
    public @Nullable Long whole(String name) {
        BigDecimal number = number(name);
        return number == null ? null : number.longValue();
    }

    /** Whether the field is there and not false. */
    public boolean flag(String name) {
        Object value = fields.get(name);
        return value != null && !Boolean.FALSE.equals(value);
    }

    /** The texts of a list or set, or of one text parted by commas; empty where there is none. */
    public List<String> texts(String name) {
        Object value = fields.get(name);
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value instanceof String text && !text.isEmpty() ? List.of(text.split(",")) : List.of();
    }

    /** A nested map; empty where there is none. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> map(String name) {
        return fields.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /**
     * A text that must be there.
     *
     * @throws IllegalStateException if it is not
     */
    public String require(String name) {
        String text = text(name);
        if (text == null) {
            throw new IllegalStateException("the item " + fields.get(Table.PARTITION_KEY) + " / "
                    + fields.get(Table.SORT_KEY) + " has no text '" + name + "'");
        }
        return text;
    }
}
