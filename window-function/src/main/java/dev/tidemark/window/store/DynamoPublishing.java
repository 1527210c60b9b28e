package dev.tidemark.window.store;

import static dev.tidemark.platform.Table.PARTITION_KEY;
import static dev.tidemark.platform.Table.SORT_KEY;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.Moment;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.window.close.Publishing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** How far publishing has come, in the journal table. */
public final class DynamoPublishing implements Publishing {

    private static final String WATERMARK = "watermark";

    private final DynamoDbClient dynamo;
    private final String table;

    public DynamoPublishing(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    @Override
    public long published(TimeDomain domain) {
        Map<String, AttributeValue> item = dynamo.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(domain)))
                .item();
        return Attributes.instant(item, WATERMARK);
    }

    @Override
    public void advance(TimeDomain domain, long watermarkMillis) {
        try {
            dynamo.updateItem(request -> request.tableName(table)
                    .key(key(domain))
                    .updateExpression("SET watermark = :to")
                    .conditionExpression("attribute_not_exists(watermark) OR watermark < :to")
                    .expressionAttributeValues(Map.of(":to", Attributes.number(watermarkMillis))));
        } catch (ConditionalCheckFailedException e) {
            // Another closer is further; what it says holds for this one as well.
            return;
        }
    }

    @Override
    public Optional<Moment> momentFrom(String shardId, long receivedMillis) {
        return dynamo
                .query(request -> request.tableName(table)
                        .consistentRead(true)
                        .limit(1)
                        .keyConditionExpression("pk = :pk AND sk >= :from")
                        .expressionAttributeValues(Map.of(
                                ":pk", Attributes.text(ItemKeys.moments(shardId)),
                                ":from", Attributes.text(IsoInstant.format(receivedMillis)))))
                .items()
                .stream()
                .findFirst()
                .map(item ->
                        new Moment(IsoInstant.parse(Attributes.text(item, SORT_KEY)), Attributes.instant(item, "wm")));
    }

    @Override
    public List<DueSlice> due(String shardId, TimeDomain domain, long afterMillis, long upToMillis) {
        String prefix = domain.wireName() + "#";
        String from = afterMillis == Watermarks.UNKNOWN ? prefix : prefix + ItemKeys.afterMark(afterMillis);
        List<DueSlice> due = new ArrayList<>();
        dynamo.queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                        .expressionAttributeValues(Map.of(
                                ":pk", Attributes.text(ItemKeys.due(shardId)),
                                ":from", Attributes.text(from),
                                ":to", Attributes.text(prefix + ItemKeys.afterMark(upToMillis)))))
                .items()
                .forEach(item -> due.add(slice(domain, Attributes.text(item, SORT_KEY))));
        return due;
    }

    /** Reads {@code <domain>#<mark>#<viewId>#<slice start>}. */
    private static DueSlice slice(TimeDomain domain, String sort) {
        String[] parts = sort.split("#", 4);
        return new DueSlice(domain, IsoInstant.parse(parts[1]), parts[2], IsoInstant.parse(parts[3]));
    }

    private static Map<String, AttributeValue> key(TimeDomain domain) {
        return Map.of(PARTITION_KEY, Attributes.text(ItemKeys.PUBLISHED), SORT_KEY, Attributes.text(domain.wireName()));
    }
}
