package dev.tidemark.window.store;

import static dev.tidemark.platform.Table.PARTITION_KEY;
import static dev.tidemark.platform.Table.SORT_KEY;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.window.close.PaneStore;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Panes in DynamoDB: windows keyed by window and watermark. */
public final class DynamoPanes implements PaneStore {

    private final DynamoDbClient dynamo;
    private final String table;
    private final Expiry expiry;

    public DynamoPanes(DynamoDbClient dynamo, String table, Expiry expiry) {
        this.dynamo = dynamo;
        this.table = table;
        this.expiry = expiry;
    }

    @Override
    public void put(View view, List<Pane> panes) {
        BatchWrites.put(
                dynamo, table, panes.stream().map(pane -> item(view, pane)).toList());
    }

    @Override
    public void putSessions(View view, List<SessionPane> panes) {
        BatchWrites.put(
                dynamo,
                table,
                panes.stream()
                        .map(pane -> SessionItem.write(view, pane))
                        .peek(expiry::onPublished)
                        .toList());
    }

    private Map<String, AttributeValue> item(View view, Pane pane) {
        Map<String, AttributeValue> item = Attributes.of(pane.total());
        item.put(
                PARTITION_KEY,
                Attributes.text(ItemKeys.panes(
                        view.id(),
                        pane.window().startMillis(),
                        pane.window().endMillis(),
                        ItemKeys.bucket(pane.key(), view.buckets()))));
        item.put(SORT_KEY, Attributes.text(ItemKeys.markAndKey(pane.markMillis(), early(pane), pane.key())));
        item.put("timing", Attributes.text(pane.timing().name()));
        item.put("index", Attributes.number(pane.index()));
        item.put("delta", AttributeValue.fromM(Attributes.of(pane.delta())));
        SketchAttributes.putResults(item, view, pane.total().sketches());
        expiry.onPublished(item);
        return item;
    }

    private static String early(Pane pane) {
        return pane.earlyMillis() == Grid.NO_EARLY ? ItemKeys.NO_EARLY : IsoInstant.format(pane.earlyMillis());
    }
}
