package dev.tidemark.local.chaos;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.fold.CellDelta;
import dev.tidemark.domain.fold.CellKey;
import dev.tidemark.domain.platform.MeasureFields;
import dev.tidemark.domain.platform.Sequence;
import dev.tidemark.domain.platform.Table;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A cell as it stands in the table, by the contract in {@code docs/platform.md}. The one place that knows a cell's item. */
final class CellItem {

    private CellItem() {}

    /** The whole item, without its time to live, of a cell to which nothing but this has come. */
    static Map<String, AttributeValue> of(String shardId, CellKey key, CellDelta everything) {
        Measures measures = everything.onto(Measures.EMPTY, Sequence.NONE);
        Map<String, AttributeValue> item = new HashMap<>();
        MeasureFields.write(measures).forEach((name, number) -> item.put(name, AttributeValue.fromN(number)));
        item.put(Table.PARTITION_KEY, AttributeValue.fromS(key.partition(shardId)));
        item.put(Table.SORT_KEY, AttributeValue.fromS(key.sort()));
        item.put("seq", AttributeValue.fromS(everything.lastSequence()));
        return item;
    }
}
