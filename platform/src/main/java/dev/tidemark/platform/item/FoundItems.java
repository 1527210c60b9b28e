package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How one kind of item is read as it was found, right or wrong, by whoever looks for differences: a number or a text that
 * is missing, or is none, is null. An {@link ItemCodec} refuses such an item.
 *
 * @param <F> what is found
 */
public final class FoundItems<F> {

    private final Table table;
    private final Function<AttributeReader, F> reading;

    FoundItems(Table table, Function<AttributeReader, F> reading) {
        this.table = table;
        this.reading = reading;
    }

    /** The table of this kind. */
    public Table table() {
        return table;
    }

    /** Reads an item; empty where its key is none of this kind. */
    public Optional<F> read(Map<String, AttributeValue> attributes) {
        try {
            return Optional.of(reading.apply(new AttributeReader(attributes)));
        } catch (UnreadableItemException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
