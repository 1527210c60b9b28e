package dev.tidemark.batch.store;

import dev.tidemark.platform.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The tables in DynamoDB. */
public final class DynamoItemStore implements ItemStore {

    private static final int BATCH = 25;
    private static final int LONGEST_PAUSE_MILLIS = 5_000;

    private final DynamoDbClient dynamo;
    private final Map<Table, String> names;

    /** With the deployed name of each table that will be used. */
    public DynamoItemStore(DynamoDbClient dynamo, Map<Table, String> names) {
        this.dynamo = dynamo;
        this.names = Map.copyOf(names);
    }

    @Override
    public Optional<Item> get(Table table, String pk, String sk) {
        Map<String, AttributeValue> item = answer(table, () -> dynamo.getItem(request -> request.tableName(name(table))
                        .consistentRead(true)
                        .key(Map.of(
                                Table.PARTITION_KEY, AttributeValue.fromS(pk),
                                Table.SORT_KEY, AttributeValue.fromS(sk))))
                .item());
        return item.isEmpty() ? Optional.empty() : Optional.of(Attributes.read(item));
    }

    @Override
    public void query(Table table, String pk, Consumer<Item> each) {
        query(
                table,
                QueryRequest.builder()
                        .keyConditionExpression("#pk = :pk")
                        .expressionAttributeNames(Map.of("#pk", Table.PARTITION_KEY))
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk))),
                each);
    }

    @Override
    public void query(Table table, String pk, String from, String to, Consumer<Item> each) {
        query(
                table,
                QueryRequest.builder()
                        .keyConditionExpression("#pk = :pk AND #sk BETWEEN :from AND :to")
                        .expressionAttributeNames(Map.of("#pk", Table.PARTITION_KEY, "#sk", Table.SORT_KEY))
                        .expressionAttributeValues(Map.of(
                                ":pk", AttributeValue.fromS(pk),
                                ":from", AttributeValue.fromS(from),
                                ":to", AttributeValue.fromS(to))),
                each);
    }

    private void query(Table table, QueryRequest.Builder query, Consumer<Item> each) {
        QueryRequest request = query.tableName(name(table)).consistentRead(true).build();
        answer(table, () -> {
            dynamo.queryPaginator(request).items().forEach(item -> each.accept(Attributes.read(item)));
            return true;
        });
    }

    @Override
    public void scan(Table table, Consumer<Item> each) {
        answer(table, () -> {
            dynamo.scanPaginator(request -> request.tableName(name(table)).consistentRead(true))
                    .items()
                    .forEach(item -> each.accept(Attributes.read(item)));
            return true;
        });
    }

    @Override
    public long approximateSize(Table table) {
        Long size = answer(table, () -> dynamo.describeTable(request -> request.tableName(name(table)))
                .table()
                .itemCount());
        return size == null ? 0 : size;
    }

    @Override
    public void putAll(Table table, List<Item> items) {
        for (int from = 0; from < items.size(); from += BATCH) {
            List<WriteRequest> writes = items.subList(from, Math.min(items.size(), from + BATCH)).stream()
                    .map(item -> WriteRequest.builder()
                            .putRequest(PutRequest.builder()
                                    .item(Attributes.write(item))
                                    .build())
                            .build())
                    .toList();
            int pauseMillis = 20;
            while (!writes.isEmpty()) {
                List<WriteRequest> now = writes;
                writes = answer(
                        table,
                        () -> new ArrayList<>(
                                dynamo.batchWriteItem(request -> request.requestItems(Map.of(name(table), now)))
                                        .unprocessedItems()
                                        .getOrDefault(name(table), List.of())));
                if (!writes.isEmpty()) {
                    pause(pauseMillis);
                    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
                }
            }
        }
    }

    @Override
    public boolean putIf(Table table, Item item, String field, @Nullable String expected) {
        try {
            dynamo.putItem(request -> {
                request.tableName(name(table))
                        .item(Attributes.write(item))
                        .expressionAttributeNames(Map.of("#f", expected == null ? Table.PARTITION_KEY : field));
                if (expected == null) {
                    request.conditionExpression("attribute_not_exists(#f)");
                } else {
                    request.conditionExpression("#f = :expected")
                            .expressionAttributeValues(Map.of(":expected", AttributeValue.fromS(expected)));
                }
            });
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw failed(table, e);
        }
    }

    private <T> T answer(Table table, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw failed(table, e);
        }
    }

    private StoreException failed(Table table, SdkException e) {
        return new StoreException("table " + name(table) + " does not answer: " + e.getMessage(), e);
    }

    private String name(Table table) {
        String name = names.get(table);
        if (name == null) {
            throw new IllegalStateException("no name is known for table " + table);
        }
        return name;
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while a table throttled", e);
        }
    }
}
