package dev.tidemark.window.store;

import static dev.tidemark.platform.Table.PARTITION_KEY;
import static dev.tidemark.platform.Table.SORT_KEY;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.Moment;
import dev.tidemark.domain.fold.Sightings;
import dev.tidemark.domain.fold.Step;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.window.exactlyonce.Head;
import dev.tidemark.window.exactlyonce.Journal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The journal in DynamoDB. */
public final class DynamoJournal implements Journal {

    private final DynamoDbClient dynamo;
    private final String table;
    private final Expiry expiry;

    public DynamoJournal(DynamoDbClient dynamo, String table, Expiry expiry) {
        this.dynamo = dynamo;
        this.table = table;
        this.expiry = expiry;
    }

    @Override
    public Optional<Head> head(String shardId) {
        Map<String, AttributeValue> item = dynamo.getItem(
                        request -> request.tableName(table).consistentRead(true).key(headKey(shardId)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(HeadItem.read(item));
    }

    @Override
    public List<Head> heads() {
        List<Head> heads = new ArrayList<>();
        dynamo.queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", Attributes.text(ItemKeys.HEADS))))
                .items()
                .forEach(item -> heads.add(HeadItem.read(item)));
        return heads;
    }

    @Override
    public Head open(Head initial) {
        try {
            dynamo.putItem(request -> request.tableName(table)
                    .item(HeadItem.write(initial))
                    .conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return initial;
        } catch (ConditionalCheckFailedException e) {
            return HeadItem.read(e.item());
        }
    }

    @Override
    public boolean moveHead(Head from, Head to) {
        try {
            dynamo.putItem(request -> request.tableName(table)
                    .item(HeadItem.write(to))
                    .conditionExpression("seq = :from AND attribute_not_exists(ended)")
                    .expressionAttributeValues(Map.of(":from", Attributes.text(from.sequence()))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    @Override
    public void markEnded(String shardId) {
        dynamo.updateItem(request -> request.tableName(table)
                .key(headKey(shardId))
                .updateExpression("SET ended = :yes")
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeValues(Map.of(":yes", AttributeValue.fromBool(true))));
    }

    @Override
    public void writeStep(String shardId, Step step) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(PARTITION_KEY, Attributes.text(ItemKeys.steps(shardId)));
        item.put(SORT_KEY, Attributes.text(step.last()));
        item.put("first", Attributes.text(step.first()));
        HeadItem.putTime(item, step.time());
        HeadItem.putCounts(item, step.counts());
        item.put("seen", Attributes.bytes(step.sightings().pack()));
        expiry.onWorking(item);
        dynamo.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public List<Entry> steps(String shardId, String after, String upTo) {
        List<Entry> entries = new ArrayList<>();
        dynamo.queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND sk BETWEEN :after AND :upTo")
                        .expressionAttributeValues(Map.of(
                                ":pk", Attributes.text(ItemKeys.steps(shardId)),
                                ":after", Attributes.text(after),
                                ":upTo", Attributes.text(upTo))))
                .items()
                .forEach(item -> {
                    if (!Attributes.text(item, SORT_KEY).equals(after)) {
                        entries.add(entry(item));
                    }
                });
        return entries;
    }

    @Override
    public List<Entry> stepsSince(String shardId, String upTo, long clockMillis) {
        List<Entry> entries = new ArrayList<>();
        var items = dynamo.queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .scanIndexForward(false)
                        .keyConditionExpression("pk = :pk AND sk <= :upTo")
                        .expressionAttributeValues(Map.of(
                                ":pk", Attributes.text(ItemKeys.steps(shardId)), ":upTo", Attributes.text(upTo))))
                .items();
        for (Map<String, AttributeValue> item : items) {
            Entry entry = entry(item);
            if (entry.clockMillis() < clockMillis) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    @Override
    public void writeMoments(String shardId, Collection<Moment> moments) {
        List<Map<String, AttributeValue>> items = new ArrayList<>(moments.size());
        for (Moment moment : moments) {
            Map<String, AttributeValue> item = new HashMap<>();
            item.put(PARTITION_KEY, Attributes.text(ItemKeys.moments(shardId)));
            item.put(SORT_KEY, Attributes.text(IsoInstant.format(moment.receivedMillis())));
            Attributes.putInstant(item, "wm", moment.eventMillis());
            expiry.onWorking(item);
            items.add(item);
        }
        BatchWrites.put(dynamo, table, items);
    }

    @Override
    public void writeDue(String shardId, Collection<DueSlice> due) {
        List<Map<String, AttributeValue>> items = new ArrayList<>(due.size());
        for (DueSlice slice : due) {
            Map<String, AttributeValue> item = new HashMap<>();
            item.put(PARTITION_KEY, Attributes.text(ItemKeys.due(shardId)));
            item.put(
                    SORT_KEY,
                    Attributes.text(ItemKeys.dueSlice(
                            slice.domain().wireName(), slice.markMillis(), slice.viewId(), slice.sliceStartMillis())));
            expiry.onWorking(item);
            items.add(item);
        }
        BatchWrites.put(dynamo, table, items);
    }

    private static Entry entry(Map<String, AttributeValue> item) {
        AttributeValue seen = item.get("seen");
        return new Entry(
                Attributes.text(item, SORT_KEY),
                Attributes.instant(item, "clock"),
                seen == null ? new Sightings() : Sightings.unpack(seen.b().asByteArrayUnsafe()));
    }

    private static Map<String, AttributeValue> headKey(String shardId) {
        return Map.of(PARTITION_KEY, Attributes.text(ItemKeys.HEADS), SORT_KEY, Attributes.text(shardId));
    }
}
