package dev.tidemark.window.store;

import static dev.tidemark.platform.Table.PARTITION_KEY;
import static dev.tidemark.platform.Table.SORT_KEY;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.fold.Half;
import dev.tidemark.domain.fold.JoinSide;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.window.exactlyonce.HalfStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Halves of joins in DynamoDB: one item a half. */
public final class DynamoHalves implements HalfStore {

    private static final Comparator<Half> LOG_ORDER =
            Comparator.comparing(Half::sequence).thenComparingInt(Half::position);

    private final DynamoDbClient dynamo;
    private final String table;
    private final Expiry expiry;

    public DynamoHalves(DynamoDbClient dynamo, String table, Expiry expiry) {
        this.dynamo = dynamo;
        this.table = table;
        this.expiry = expiry;
    }

    @Override
    public void writeHalves(String viewId, String shardId, List<Half> halves) {
        String partition = ItemKeys.halves(viewId, shardId);
        BatchWrites.put(
                dynamo,
                table,
                halves.stream().map(half -> item(partition, half)).toList());
    }

    @Override
    public List<Half> halves(String viewId, String shardId, long fromMillis, String upTo) {
        String from = fromMillis == Watermarks.UNKNOWN ? "0" : IsoInstant.format(fromMillis);
        List<Half> halves = new ArrayList<>();
        dynamo.queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND sk >= :from")
                        .expressionAttributeValues(Map.of(
                                ":pk", Attributes.text(ItemKeys.halves(viewId, shardId)),
                                ":from", Attributes.text(from))))
                .items()
                .forEach(item -> {
                    Half half = half(item);
                    if (half.sequence().compareTo(upTo) <= 0) {
                        halves.add(half);
                    }
                });
        halves.sort(LOG_ORDER);
        return halves;
    }

    private Map<String, AttributeValue> item(String partition, Half half) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(PARTITION_KEY, Attributes.text(partition));
        item.put(SORT_KEY, Attributes.text(ItemKeys.half(half.timeMillis(), half.sequence(), half.position())));
        item.put("side", Attributes.text(half.side().wireName()));
        item.put("device", Attributes.text(half.deviceId()));
        item.put("on", Attributes.text(half.on()));
        Attributes.putInstant(item, "wm", half.watermarkMillis());
        if (half.valueMicros() != Micros.NONE) {
            item.put("value", AttributeValue.fromN(Micros.format(half.valueMicros())));
        }
        Map<String, AttributeValue> attributes = new HashMap<>();
        half.attributes().forEach((name, text) -> attributes.put(name, Attributes.text(text)));
        item.put("attributes", AttributeValue.fromM(attributes));
        expiry.onWorking(item);
        return item;
    }

    /** Reads what {@link #item} writes; the sort key is {@code <event time>#<sequence>#<position>}. */
    private static Half half(Map<String, AttributeValue> item) {
        String[] place = Attributes.text(item, SORT_KEY).split("#", 3);
        @Nullable AttributeValue value = item.get("value");
        Map<String, String> attributes = new HashMap<>();
        AttributeValue stored = item.get("attributes");
        if (stored != null) {
            stored.m().forEach((name, text) -> attributes.put(name, text.s()));
        }
        return new Half(
                JoinSide.ofWireName(Attributes.text(item, "side")),
                Attributes.text(item, "device"),
                Attributes.text(item, "on"),
                IsoInstant.parse(place[0]),
                place[1],
                Integer.parseInt(place[2]),
                Attributes.instant(item, "wm"),
                value == null ? Micros.NONE : Micros.parse(value.n()),
                attributes);
    }
}
