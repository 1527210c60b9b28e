package dev.tidemark.window.store;

import dev.tidemark.platform.item.ItemKey;
import dev.tidemark.platform.item.ItemPut;
import dev.tidemark.platform.item.ItemRange;
import dev.tidemark.platform.item.ItemUpdate;
import dev.tidemark.platform.item.StoredItem;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The tables. Every read is strongly consistent; a call that fails throws. Thread-safe. */
public interface Tables {

    /** What became of a write under a condition. */
    sealed interface TableWrite<T extends StoredItem> {}

    /** The item is stored. */
    record WriteDone<T extends StoredItem>() implements TableWrite<T> {}

    /** The condition does not hold, and nothing was written: this is what is stored, if anything is. */
    record WriteRefused<T extends StoredItem>(Optional<T> standing) implements TableWrite<T> {}

    /** One item. */
    <T extends StoredItem> Optional<T> get(ItemKey<T> key);

    /** The items of a range, ascending. Pages are read one by one; writes between them may show. */
    <T extends StoredItem> Iterator<T> ascending(ItemRange<T> range);

    /** The items of a range, descending. Pages are read one by one; writes between them may show. */
    <T extends StoredItem> Iterator<T> descending(ItemRange<T> range);

    /** The first item of a range. */
    <T extends StoredItem> Optional<T> first(ItemRange<T> range);

    /** Writes an item under its condition. */
    <T extends StoredItem> TableWrite<T> put(ItemPut<T> put);

    /**
     * Changes some attributes of an item.
     *
     * @throws IllegalStateException if its condition does not hold
     */
    void update(ItemUpdate<?> update);

    /** Writes items of one table under no condition, in no order. Repetition changes nothing. */
    void putAll(Collection<? extends StoredItem> items);

    /** All items of a range, ascending. */
    default <T extends StoredItem> List<T> all(ItemRange<T> range) {
        List<T> items = new java.util.ArrayList<>();
        ascending(range).forEachRemaining(items::add);
        return items;
    }
}
