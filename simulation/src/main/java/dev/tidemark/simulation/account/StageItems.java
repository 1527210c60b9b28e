package dev.tidemark.simulation.account;

import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.ItemKey;
import dev.tidemark.platform.item.ItemRange;
import dev.tidemark.platform.item.StoredItem;
import dev.tidemark.simulation.dynamo.SimulatedTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a stage's tables hold, for who looks from outside, at no cost: items by their codecs, and whole items as text. */
final class StageItems {

    private final SimulatedTables tables;

    StageItems(SimulatedTables tables) {
        this.tables = tables;
    }

    /** The items of a range, ascending. */
    <T extends StoredItem> List<T> in(ItemRange<T> range) {
        List<T> items = new ArrayList<>();
        for (Map<String, AttributeValue> item : tables.dump(StageNames.of(range.table()), range.partition())) {
            @Nullable AttributeValue sort = item.get(Table.SORT_KEY);
            if (sort != null && range.contains(sort.s())) {
                items.add(range.codec().read(item));
            }
        }
        return items;
    }

    /** The item with this key. */
    <T extends StoredItem> Optional<T> at(ItemKey<T> key) {
        return in(new ItemRange<>(key.codec(), key.partition(), key.sort(), key.sort())).stream()
                .findFirst();
    }

    /**
     * Items as text, every attribute alike but the time to live, by their keys.
     *
     * @param partitionKey of the items; empty for those of the whole table
     */
    Map<String, String> texts(Table table, String partitionKey) {
        Map<String, String> texts = new TreeMap<>();
        for (Map<String, AttributeValue> item : tables.dump(StageNames.of(table))) {
            @Nullable AttributeValue pk = item.get(Table.PARTITION_KEY);
            @Nullable AttributeValue sk = item.get(Table.SORT_KEY);
            if (pk != null && sk != null && (partitionKey.isEmpty() || partitionKey.equals(pk.s()))) {
                Map<String, AttributeValue> rest = new TreeMap<>(item);
                rest.remove(Table.TIME_TO_LIVE);
                texts.put(pk.s() + " / " + sk.s(), rest.toString());
            }
        }
        return texts;
    }
}
