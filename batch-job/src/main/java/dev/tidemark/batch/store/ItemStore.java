package dev.tidemark.batch.store;

import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.ItemKey;
import dev.tidemark.platform.item.ItemPut;
import dev.tidemark.platform.item.ItemRange;
import dev.tidemark.platform.item.StoredItem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The tables. Reads are strongly consistent; every method throws {@link StoreException} when a table does not answer. Thread-safe. */
public interface ItemStore {

    /** One item. */
    <T extends StoredItem> Optional<T> get(ItemKey<T> key);

    /** The items of a range, by sort key. */
    <T extends StoredItem> void query(ItemRange<T> range, Consumer<T> each);

    /** Writes items, replacing those with the same keys; in no order, and not as one. */
    void putAll(List<? extends StoredItem> items);

    /** Writes one item, if its condition holds. */
    <T extends StoredItem> PutOutcome<T> put(ItemPut<T> put, long nowMillis);

    /** Deletes the items of these keys, as far as they are there; in no order, and not as one. */
    void deleteAll(List<? extends ItemKey<?>> keys);

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
}
