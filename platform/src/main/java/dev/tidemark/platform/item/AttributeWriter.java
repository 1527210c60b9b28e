package dev.tidemark.platform.item;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.Table;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The attributes of an item, or of a map in one, as they are put together. */
final class AttributeWriter {

    private final Map<String, AttributeValue> attributes = new HashMap<>();

    /** A map in an item. */
    AttributeWriter() {}

    /** An item. */
    AttributeWriter(ItemKey<?> key) {
        attributes.putAll(key.attributes());
    }

    AttributeWriter text(String name, String value) {
        return value(name, text(value));
    }

    AttributeWriter number(String name, long value) {
        return value(name, number(value));
    }

    AttributeWriter number(String name, BigDecimal value) {
        return value(name, number(value));
    }

    /** Milliseconds; {@link ShardClocks#UNKNOWN} is left out. */
    AttributeWriter millis(String name, long millis) {
        return millis == ShardClocks.UNKNOWN ? this : number(name, millis);
    }

    /** An instant as text. */
    AttributeWriter instant(String name, long millis) {
        return text(name, IsoInstant.format(millis));
    }

    AttributeWriter bytes(String name, byte[] value) {
        return value(name, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value)));
    }

    /** True; false is left out. */
    AttributeWriter flag(String name, boolean value) {
        return value ? value(name, AttributeValue.fromBool(true)) : this;
    }

    /** Texts; none are left out. */
    AttributeWriter textsIfAny(String name, List<String> values) {
        return values.isEmpty() ? this : texts(name, values);
    }

    AttributeWriter texts(String name, List<String> values) {
        return value(
                name,
                AttributeValue.fromL(values.stream().map(AttributeWriter::text).toList()));
    }

    AttributeWriter map(String name, AttributeWriter inner) {
        return value(name, AttributeValue.fromM(inner.attributes));
    }

    /** A map of values of one kind. */
    <V> AttributeWriter mapOf(String name, Map<String, V> values, Function<V, AttributeValue> write) {
        Map<String, AttributeValue> inner = new HashMap<>();
        values.forEach((key, value) -> inner.put(key, write.apply(value)));
        return value(name, AttributeValue.fromM(inner));
    }

    /** A map of maps. */
    <V> AttributeWriter mapOfMaps(String name, Map<String, V> values, Function<V, AttributeWriter> write) {
        return mapOf(name, values, value -> AttributeValue.fromM(write.apply(value).attributes));
    }

    /** A list of maps. */
    AttributeWriter maps(String name, List<AttributeWriter> values) {
        return value(
                name,
                AttributeValue.fromL(values.stream()
                        .map(value -> AttributeValue.fromM(value.attributes))
                        .toList()));
    }

    AttributeWriter value(String name, AttributeValue value) {
        attributes.put(name, value);
        return this;
    }

    Map<String, AttributeValue> attributes() {
        return attributes;
    }

    /** A number of the time to live, which every table has under the same name. */
    AttributeWriter expires(long second) {
        return number(Table.TIME_TO_LIVE, second);
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue number(BigDecimal value) {
        return AttributeValue.fromN(value.toPlainString());
    }
}
