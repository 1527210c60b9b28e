package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item that is not what its kind says. The message names its key, and what is wrong. */
public final class UnreadableItemException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    UnreadableItemException(
            Map<String, AttributeValue> item, @Nullable String reason, @Nullable RuntimeException cause) {
        super(
                "the item " + text(item, Table.PARTITION_KEY) + " / " + text(item, Table.SORT_KEY) + " cannot be read: "
                        + reason,
                cause);
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.s() == null ? "?" : value.s();
    }
}
