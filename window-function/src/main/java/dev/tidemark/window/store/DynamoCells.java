package dev.tidemark.window.store;

import static dev.tidemark.platform.Table.PARTITION_KEY;
import static dev.tidemark.platform.Table.SORT_KEY;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.CellKey;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.window.close.CellReader;
import dev.tidemark.window.exactlyonce.CellStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The grid in DynamoDB: one item a cell. */
public final class DynamoCells implements CellStore, CellReader {

    private static final String SEQUENCE = "seq";

    private final DynamoDbClient dynamo;
    private final String table;
    private final Expiry expiry;

    public DynamoCells(DynamoDbClient dynamo, String table, Expiry expiry) {
        this.dynamo = dynamo;
        this.table = table;
        this.expiry = expiry;
    }

    @Override
    public Outcome write(String shardId, CellKey key, Stored cell, String expectedSequence) {
        Map<String, AttributeValue> item = Attributes.of(cell.measures());
        item.put(PARTITION_KEY, Attributes.text(ItemKeys.cells(key.viewId(), key.sliceStartMillis(), shardId)));
        item.put(SORT_KEY, Attributes.text(ItemKeys.markAndKey(key.markMillis(), key.earlyMillis(), key.key())));
        item.put(SEQUENCE, Attributes.text(cell.sequence()));
        SketchAttributes.putSketches(item, cell.measures().sketches());
        expiry.onWorking(item);
        boolean none = expectedSequence.equals(Sequence.NONE);
        try {
            dynamo.putItem(request -> {
                request.tableName(table)
                        .item(item)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
                if (none) {
                    request.conditionExpression("attribute_not_exists(pk)");
                } else {
                    request.conditionExpression("seq = :expected")
                            .expressionAttributeValues(Map.of(":expected", Attributes.text(expectedSequence)));
                }
            });
            return new Written();
        } catch (ConditionalCheckFailedException e) {
            Map<String, AttributeValue> stored = e.item();
            return new Conflict(
                    stored == null || stored.isEmpty()
                            ? Stored.NONE
                            : new Stored(Attributes.text(stored, SEQUENCE), Attributes.measures(stored)));
        }
    }

    @Override
    public List<Cell> cells(String viewId, long sliceStartMillis, String shardId, long upToMarkMillis) {
        List<Cell> cells = new ArrayList<>();
        dynamo.queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND sk < :after")
                        .expressionAttributeValues(Map.of(
                                ":pk", Attributes.text(ItemKeys.cells(viewId, sliceStartMillis, shardId)),
                                ":after", Attributes.text(ItemKeys.afterMark(upToMarkMillis)))))
                .items()
                .forEach(item -> cells.add(new Cell(
                        key(viewId, sliceStartMillis, Attributes.text(item, SORT_KEY)), Attributes.measures(item))));
        return cells;
    }

    /** Reads {@code <mark>#<early>#<key>}; the key may have a {@code #} itself. */
    private static CellKey key(String viewId, long sliceStartMillis, String sort) {
        int first = sort.indexOf('#');
        int second = sort.indexOf('#', first + 1);
        String early = sort.substring(first + 1, second);
        return new CellKey(
                viewId,
                sliceStartMillis,
                IsoInstant.parse(sort.substring(0, first)),
                early.equals(ItemKeys.NO_EARLY) ? Grid.NO_EARLY : IsoInstant.parse(early),
                sort.substring(second + 1));
    }
}
