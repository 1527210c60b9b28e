package dev.tidemark.batch.store;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items as the SDK has them. */
final class Attributes {

    private Attributes() {}

    static Item read(Map<String, AttributeValue> attributes) {
        return new Item(readMap(attributes));
    }

    static Map<String, AttributeValue> write(Item item) {
        return writeMap(item.fields());
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
            case L -> value.l().stream().map(Attributes::read).toList();
            case M -> readMap(value.m());
            default -> throw new IllegalStateException("an attribute of type " + value.type());
        };
    }

    private static Map<String, AttributeValue> writeMap(Map<?, ?> fields) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        fields.forEach((name, value) -> attributes.put(String.valueOf(name), write(value)));
        return attributes;
    }

    private static AttributeValue write(Object value) {
        if (value instanceof String text) {
            return AttributeValue.fromS(text);
        }
        if (value instanceof BigDecimal number) {
            return AttributeValue.fromN(number.toPlainString());
        }
        if (value instanceof Boolean flag) {
            return AttributeValue.fromBool(flag);
        }
        if (value instanceof byte[] bytes) {
            return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes));
        }
        if (value instanceof Map<?, ?> map) {
            return AttributeValue.fromM(writeMap(map));
        }
        if (value instanceof List<?> list) {
            return AttributeValue.fromL(
                    list.stream().map(element -> write((Object) element)).toList());
        }
        throw new IllegalArgumentException("items cannot hold a " + value.getClass());
    }
}
