package dev.tidemark.batch.store;

import dev.tidemark.platform.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The tables. Reads are strongly consistent; every method throws {@link StoreException} when a table does not answer. Thread-safe. */
public interface ItemStore {

    /** One item. */
    Optional<Item> get(Table table, String pk, String sk);

    /** The items of a partition, by sort key. */
    void query(Table table, String pk, Consumer<Item> each);

    /** The items of a partition with {@code from <= sk <= to}, by sort key. */
    void query(Table table, String pk, String from, String to, Consumer<Item> each);

    /** Every item of the table, in no order. */
    void scan(Table table, Consumer<Item> each);

    /** About how many items the table has; may be hours old. */
    long approximateSize(Table table);

    /** Writes items, replacing those with the same keys; in no order, and not as one. */
    void putAll(Table table, List<Item> items);

    /**
     * Writes one item if the stored one has this text in the field, or, for null, if there is none.
     *
     * @return whether the condition held
     */
    boolean putIf(Table table, Item item, String field, @org.jspecify.annotations.Nullable String expected);
}
