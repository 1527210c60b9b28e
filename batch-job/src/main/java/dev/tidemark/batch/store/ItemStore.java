package dev.tidemark.batch.store;

import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.FoundItems;
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

    /** The first item of a range by sort key, which alone is read. */
    <T extends StoredItem> Optional<T> first(ItemRange<T> range);

    /** Writes items, replacing those with the same keys; in no order, and not as one. */
    void putAll(List<? extends StoredItem> items);

    /** Writes one item, if its condition holds. */
    <T extends StoredItem> PutOutcome<T> put(ItemPut<T> put, long nowMillis);

    /** Deletes the items of these keys, as far as they are there; in no order, and not as one. */
    void deleteAll(List<? extends ItemKey<?>> keys);

    /** The items of a range as they are found, right or wrong, by sort key. */
    <F> void find(ItemRange<?> range, FoundItems<F> kind, Consumer<F> each);

    /** Every item of the kind's table as it is found, right or wrong, in no order. */
    <F> void findAll(FoundItems<F> kind, Consumer<F> each);

    /** About how many items the table has; may be hours old. */
    long approximateSize(Table table);
}
