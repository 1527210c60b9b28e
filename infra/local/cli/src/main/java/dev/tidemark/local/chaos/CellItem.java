package dev.tidemark.local.chaos;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.fold.CellDelta;
import dev.tidemark.domain.fold.CellKey;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.platform.MeasureFields;
import dev.tidemark.platform.SketchFields;
import dev.tidemark.platform.Table;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A cell as it stands in the table, by the contract in {@code docs/platform.md}, reduced to what the log alone decides. The
 * one place that knows a cell's item.
 */
final class CellItem {

    private CellItem() {}

    /** What should be stored of a cell to which nothing but this has come. */
    static Map<String, AttributeValue> of(String shardId, CellKey key, CellDelta everything) {
        Measures measures = everything.onto(Measures.EMPTY, Sequence.NONE);
        Map<String, AttributeValue> item = new HashMap<>();
        MeasureFields.write(measures).forEach((name, number) -> item.put(name, AttributeValue.fromN(number)));
        item.put(
                Table.PARTITION_KEY,
                AttributeValue.fromS(ItemKeys.cells(key.viewId(), key.sliceStartMillis(), shardId)));
        item.put(
                Table.SORT_KEY,
                AttributeValue.fromS(ItemKeys.markAndKey(key.markMillis(), key.earlyMillis(), key.key())));
        item.put("seq", AttributeValue.fromS(everything.lastSequence()));
        if (!measures.sketches().isNone()) {
            Map<String, AttributeValue> byName = new HashMap<>();
            measures.sketches().byName().forEach((name, sketch) -> byName.put(name, n(Long.toString(sketch.n()))));
            item.put(SketchFields.SKETCHES, AttributeValue.fromM(byName));
        }
        return item;
    }

    /** What is stored: all but the time to live, and of a sketch its number of events, since its bytes may differ. */
    static Map<String, AttributeValue> stored(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> rest = new HashMap<>(item);
        rest.remove(Table.TIME_TO_LIVE);
        AttributeValue sketches = item.get(SketchFields.SKETCHES);
        if (sketches != null) {
            Map<String, AttributeValue> byName = new HashMap<>();
            sketches.m().forEach((name, sketch) -> {
                AttributeValue n = sketch.m().get(SketchFields.N);
                byName.put(name, n(n == null ? "0" : n.n()));
            });
            rest.put(SketchFields.SKETCHES, AttributeValue.fromM(byName));
        }
        return rest;
    }

    private static AttributeValue n(String number) {
        return AttributeValue.fromM(Map.of(SketchFields.N, AttributeValue.fromN(number)));
    }
}
