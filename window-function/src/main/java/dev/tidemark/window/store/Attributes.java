package dev.tidemark.window.store;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.platform.MeasureFields;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attribute values, written and read. */
final class Attributes {

    private Attributes() {}

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue bytes(byte[] value) {
        return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value));
    }

    static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(require(item, name).n());
    }

    static byte[] bytes(Map<String, AttributeValue> item, String name) {
        return require(item, name).b().asByteArrayUnsafe();
    }

    static String text(Map<String, AttributeValue> item, String name) {
        return require(item, name).s();
    }

    /** A watermark or clock: absent stands for {@link Watermarks#UNKNOWN}. */
    static long instant(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? Watermarks.UNKNOWN : Long.parseLong(value.n());
    }

    static void putInstant(Map<String, AttributeValue> item, String name, long millis) {
        if (millis != Watermarks.UNKNOWN) {
            item.put(name, number(millis));
        }
    }

    static Map<String, AttributeValue> of(Measures measures) {
        Map<String, AttributeValue> item = new HashMap<>();
        MeasureFields.write(measures).forEach((name, number) -> item.put(name, AttributeValue.fromN(number)));
        return item;
    }

    static Measures measures(Map<String, AttributeValue> item) {
        return MeasureFields.read(name -> {
                    @Nullable AttributeValue value = item.get(name);
                    return value == null ? null : value.n();
                })
                .with(SketchAttributes.sketches(item));
    }

    private static AttributeValue require(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("item " + item.get("pk") + " / " + item.get("sk") + " has no " + name);
        }
        return value;
    }
}
