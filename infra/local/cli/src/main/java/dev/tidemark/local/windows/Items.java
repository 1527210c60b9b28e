package dev.tidemark.local.windows;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.MeasureFields;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attributes of the items in {@code docs/platform.md} as values. */
final class Items {

    private Items() {}

    /** The measures of a cell, or of a pane up to its mark. */
    static Measures measures(Map<String, AttributeValue> item) {
        return MeasureFields.read(name -> numberText(item, name));
    }

    /** A whole number; 0 where it is absent. */
    static long number(Map<String, AttributeValue> item, String name) {
        String text = numberText(item, name);
        return text == null ? 0 : Long.parseLong(text);
    }

    /**
     * A text.
     *
     * @throws IllegalStateException if the item has none of that name
     */
    static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("an item has no attribute '" + name + "': " + item.keySet());
        }
        return value.s();
    }

    /** Milliseconds since the epoch of an instant in a key. */
    static long instant(String text) {
        long millis = IsoInstant.parse(text);
        if (millis == IsoInstant.UNREADABLE) {
            throw new IllegalStateException("no instant in an item's key: '" + text + "'");
        }
        return millis;
    }

    private static @Nullable String numberText(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : value.n();
    }
}
