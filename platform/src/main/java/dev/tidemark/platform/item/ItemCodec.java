package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How one kind of item is read, and where it lives. Attributes that the kind does not have are passed over.
 *
 * @param <T> the kind
 */
public final class ItemCodec<T extends StoredItem> {

    private final Table table;
    private final Lifetime lifetime;
    private final Function<AttributeReader, T> reading;

    ItemCodec(Table table, Lifetime lifetime, Function<AttributeReader, T> reading) {
        this.table = table;
        this.lifetime = lifetime;
        this.reading = reading;
    }

    /** The table of this kind. */
    public Table table() {
        return table;
    }

    /** How long items of this kind stay. */
    public Lifetime lifetime() {
        return lifetime;
    }

    /**
     * Reads an item.
     *
     * @throws UnreadableItemException if an attribute is missing or not what this kind has there; the message names item
     *     and attribute
     */
    public T read(Map<String, AttributeValue> attributes) {
        try {
            return reading.apply(new AttributeReader(attributes));
        } catch (UnreadableItemException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnreadableItemException(attributes, e.getMessage(), e);
        }
    }
}
