package dev.tidemark.window.exactlyonce;

import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.ItemCodec;
import dev.tidemark.platform.item.ItemKey;
import dev.tidemark.platform.item.ItemPut;
import dev.tidemark.platform.item.ItemRange;
import dev.tidemark.platform.item.ItemUpdate;
import dev.tidemark.platform.item.StoredItem;
import dev.tidemark.window.store.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The tables in memory, with faults around each write: items as the codecs write them, under the conditions that they say. */
final class MemoryTables implements Tables {

    private final Map<Table, Map<String, NavigableMap<String, Map<String, AttributeValue>>>> tables;
    private final Map<Table, Long> writes = new EnumMap<>(Table.class);
    private final List<String> broken = new ArrayList<>();
    private final Faults faults;

    MemoryTables(Faults faults) {
        this(faults, new EnumMap<>(Table.class));
    }

    private MemoryTables(
            Faults faults, Map<Table, Map<String, NavigableMap<String, Map<String, AttributeValue>>>> tables) {
        this.faults = faults;
        this.tables = tables;
    }

    /** The same tables without faults. */
    MemoryTables calm() {
        return new MemoryTables(Faults.NONE, tables);
    }

    /** Items that are always written the same, and were written otherwise than before. */
    List<String> broken() {
        return broken;
    }

    /** Items written so far, refused ones included. */
    long writes(Table table) {
        return writes.getOrDefault(table, 0L);
    }

    /** Every item of a table that has items of one kind only. */
    <T extends StoredItem> List<T> all(ItemCodec<T> codec) {
        return partitions(codec.table()).values().stream()
                .flatMap(partition -> partition.values().stream())
                .map(codec::read)
                .toList();
    }

    @Override
    public <T extends StoredItem> Optional<T> get(ItemKey<T> key) {
        return key.read(stored(key.table(), key.partition(), key.sort()));
    }

    @Override
    public <T extends StoredItem> Iterator<T> ascending(ItemRange<T> range) {
        return read(range, within(range));
    }

    @Override
    public <T extends StoredItem> Iterator<T> descending(ItemRange<T> range) {
        return read(range, within(range).descendingMap());
    }

    @Override
    public <T extends StoredItem> Optional<T> first(ItemRange<T> range) {
        Iterator<T> items = ascending(range);
        return items.hasNext() ? Optional.of(items.next()) : Optional.empty();
    }

    private NavigableMap<String, Map<String, AttributeValue>> within(ItemRange<?> range) {
        NavigableMap<String, Map<String, AttributeValue>> items = partition(range.table(), range.partition());
        if (range.from() != null) {
            items = items.tailMap(range.from(), true);
        }
        return range.to() == null ? items : items.headMap(range.to(), true);
    }

    private static <T extends StoredItem> Iterator<T> read(
            ItemRange<T> range, Map<String, Map<String, AttributeValue>> items) {
        return items.values().stream().map(range.codec()::read).iterator();
    }

    @Override
    public <T extends StoredItem> TableWrite<T> put(ItemPut<T> put) {
        return faults.around("a write to " + put.item().table(), () -> {
            Map<String, AttributeValue> item = put.item().attributes();
            Map<String, AttributeValue> stored =
                    stored(put.item().table(), text(item, Table.PARTITION_KEY), text(item, Table.SORT_KEY));
            if (!put.condition().holdsFor(stored)) {
                count(put.item().table());
                return new WriteRefused<>(put.stored(stored));
            }
            store(put.item().table(), item);
            return new WriteDone<>();
        });
    }

    @Override
    public void update(ItemUpdate<?> update) {
        faults.around("an update", () -> {
            Map<String, AttributeValue> item = new HashMap<>(stored(
                    update.key().table(), update.key().partition(), update.key().sort()));
            if (!update.condition().holdsFor(item)) {
                throw new IllegalStateException("the condition of " + update.key() + " does not hold");
            }
            item.putAll(update.set());
            store(update.key().table(), item);
            return true;
        });
    }

    /** What is written under no condition is always the same: if it is there, it must be the same again. */
    @Override
    public void putAll(Collection<? extends StoredItem> items) {
        faults.around("items", () -> {
            for (StoredItem item : items) {
                Map<String, AttributeValue> fresh = item.attributes();
                Map<String, AttributeValue> before =
                        stored(item.table(), text(fresh, Table.PARTITION_KEY), text(fresh, Table.SORT_KEY));
                boolean publishedOrWaiting = item.table() == Table.WINDOWS || item.table() == Table.JOINS;
                if (publishedOrWaiting && !before.isEmpty() && !before.equals(fresh)) {
                    broken.add("an item changed after it was written: " + before + " became " + fresh);
                }
                store(item.table(), fresh);
            }
            return true;
        });
    }

    private void store(Table table, Map<String, AttributeValue> item) {
        count(table);
        partition(table, text(item, Table.PARTITION_KEY)).put(text(item, Table.SORT_KEY), Map.copyOf(item));
    }

    private void count(Table table) {
        writes.merge(table, 1L, Long::sum);
    }

    private Map<String, AttributeValue> stored(Table table, String partition, String sort) {
        return partition(table, partition).getOrDefault(sort, Map.of());
    }

    private NavigableMap<String, Map<String, AttributeValue>> partition(Table table, String partition) {
        return partitions(table).computeIfAbsent(partition, key -> new TreeMap<>());
    }

    private Map<String, NavigableMap<String, Map<String, AttributeValue>>> partitions(Table table) {
        return tables.computeIfAbsent(table, key -> new TreeMap<>());
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.get(name).s();
    }
}
