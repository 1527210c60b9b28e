package dev.tidemark.simulation.dynamo;

import dev.tidemark.simulation.dynamo.Consumption.Sums;
import dev.tidemark.simulation.dynamo.SimulatedTables.Content;
import dev.tidemark.simulation.dynamo.SimulatedTables.StoredVersions;
import dev.tidemark.simulation.timeline.Gate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A client of {@link SimulatedTables}. A query reads page by page: between two pages others write, so what it gives was never
 * there as a whole. Its pages are as short as the service may make them, which is shorter than it usually does.
 */
public final class SimulatedDynamoDb implements DynamoDbClient {

    private static final int MOST_ITEM_BYTES = 400 * 1_024;
    private static final int MOST_PAGE_BYTES = 1 << 20;
    private static final int MOST_BATCH_WRITES = 25;
    private static final int WRITE_UNIT = 1_024;
    private static final int READ_UNIT = 4_096;

    private final SimulatedTables tables;
    private final Gate gate;
    private final IntSupplier pageItems;

    /**
     * A client.
     *
     * @param gate the way to the service
     * @param pageItems the most items of the next page of a query or scan; the bound of 1 MiB holds beside it
     */
    public SimulatedDynamoDb(SimulatedTables tables, Gate gate, IntSupplier pageItems) {
        this.tables = tables;
        this.gate = gate;
        this.pageItems = pageItems;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        refuse("getItem", request.projectionExpression(), request.expressionAttributeNames());
        return gate.call("dynamodb", "GetItem", () -> {
            Content table = tables.table(request.tableName());
            String pk = partitionKey(request.key());
            StoredVersions stored = tables.stored(table, pk, sortKey(request.key()));
            boolean consistent = Boolean.TRUE.equals(request.consistentRead());
            Map<String, AttributeValue> item = tables.seen(stored, consistent);
            int size = item == null || stored == null ? 0 : stored.size();
            read(request.tableName(), "GetItem", pk, item == null ? 0 : 1, size, consistent);
            return item == null
                    ? GetItemResponse.builder().build()
                    : GetItemResponse.builder().item(item).build();
        });
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        refuse("putItem", request.expected(), request.conditionalOperator());
        refuseReturn(request.returnValues());
        return gate.call("dynamodb", "PutItem", () -> {
            Map<String, AttributeValue> item = checked(request.item());
            write(
                    "PutItem",
                    request.tableName(),
                    item,
                    condition(
                            request.conditionExpression(),
                            request.expressionAttributeNames(),
                            request.expressionAttributeValues()),
                    request.returnValuesOnConditionCheckFailure(),
                    before -> item);
            return PutItemResponse.builder().build();
        });
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        refuse("deleteItem", request.expected(), request.conditionalOperator());
        refuseReturn(request.returnValues());
        return gate.call("dynamodb", "DeleteItem", () -> {
            write(
                    "DeleteItem",
                    request.tableName(),
                    request.key(),
                    condition(
                            request.conditionExpression(),
                            request.expressionAttributeNames(),
                            request.expressionAttributeValues()),
                    request.returnValuesOnConditionCheckFailure(),
                    before -> null);
            return DeleteItemResponse.builder().build();
        });
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        refuse("updateItem", request.expected(), request.conditionalOperator(), request.attributeUpdates());
        refuseReturn(request.returnValues());
        return gate.call("dynamodb", "UpdateItem", () -> {
            ExpressionText.RequestNames names = new ExpressionText.RequestNames(
                    request.expressionAttributeNames(), request.expressionAttributeValues());
            Map<String, AttributeValue> set = assignments(names.over(request.updateExpression()));
            Condition condition = request.conditionExpression() == null
                    ? Condition.ALWAYS
                    : Condition.read(names.over(request.conditionExpression()));
            names.refuseUnused();
            write(
                    "UpdateItem",
                    request.tableName(),
                    request.key(),
                    condition,
                    request.returnValuesOnConditionCheckFailure(),
                    before -> {
                        Map<String, AttributeValue> after = new TreeMap<>(request.key());
                        after.putAll(before);
                        after.putAll(set);
                        return checked(after);
                    });
            return UpdateItemResponse.builder().build();
        });
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
        return gate.call("dynamodb", "BatchWriteItem", () -> {
            int writes = request.requestItems().values().stream()
                    .mapToInt(List::size)
                    .sum();
            if (writes < 1 || writes > MOST_BATCH_WRITES) {
                throw Refusals.invalid("1 to " + MOST_BATCH_WRITES + " writes in a batch: " + writes);
            }
            Set<String> keys = new LinkedHashSet<>();
            request.requestItems()
                    .forEach((table, list) -> list.forEach(write -> {
                        Map<String, AttributeValue> item = write.putRequest() != null
                                ? write.putRequest().item()
                                : write.deleteRequest().key();
                        if (!keys.add(table + "\0" + partitionKey(item) + "\0" + sortKey(item))) {
                            throw Refusals.invalid("two writes of one item in a batch");
                        }
                    }));
            new TreeMap<>(request.requestItems()).forEach((table, list) -> list.forEach(write -> write(table, write)));
            return BatchWriteItemResponse.builder().build();
        });
    }

    private void write(String table, WriteRequest write) {
        if (write.putRequest() != null) {
            Map<String, AttributeValue> item = checked(write.putRequest().item());
            write("BatchWriteItem", table, item, Condition.ALWAYS, null, before -> item);
        } else {
            write("BatchWriteItem", table, write.deleteRequest().key(), Condition.ALWAYS, null, before -> null);
        }
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        refuse(
                "query",
                request.filterExpression(),
                request.projectionExpression(),
                request.indexName(),
                request.select(),
                request.keyConditions(),
                request.queryFilter());
        return gate.call("dynamodb", "Query", () -> {
            ExpressionText.RequestNames names = new ExpressionText.RequestNames(
                    request.expressionAttributeNames(), request.expressionAttributeValues());
            KeyRange range = KeyRange.read(names.over(request.keyConditionExpression()), tables.schema());
            names.refuseUnused();
            boolean forward = !Boolean.FALSE.equals(request.scanIndexForward());
            NavigableMap<String, StoredVersions> partition = tables.table(request.tableName())
                    .partitions
                    .getOrDefault(SimulatedTables.place(range.partitionKey()), new TreeMap<>(ItemValues.BY_BYTES));
            NavigableMap<String, StoredVersions> rest = range.in(partition);
            rest = forward ? rest : rest.descendingMap();
            if (request.hasExclusiveStartKey()) {
                rest = rest.tailMap(sortKey(request.exclusiveStartKey()), false);
            }
            ResultPage page = new ResultPage(request.limit(), Boolean.TRUE.equals(request.consistentRead()));
            for (StoredVersions stored : rest.values()) {
                if (!page.takes(stored)) {
                    break;
                }
            }
            read(request.tableName(), "Query", range.partitionKey(), page.items.size(), page.bytes, page.consistent);
            QueryResponse.Builder response =
                    QueryResponse.builder().items(page.items).count(page.items.size());
            if (page.last != null) {
                response.lastEvaluatedKey(page.last);
            }
            return response.build();
        });
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        refuse(
                "scan",
                request.projectionExpression(),
                request.indexName(),
                request.select(),
                request.segment(),
                request.scanFilter());
        return gate.call("dynamodb", "Scan", () -> {
            Condition filter = condition(
                    request.filterExpression(),
                    request.expressionAttributeNames(),
                    request.expressionAttributeValues());
            ResultPage page = new ResultPage(request.limit(), Boolean.TRUE.equals(request.consistentRead()));
            NavigableMap<String, NavigableMap<String, StoredVersions>> partitions =
                    tables.table(request.tableName()).partitions;
            if (request.hasExclusiveStartKey()) {
                String place = SimulatedTables.place(partitionKey(request.exclusiveStartKey()));
                NavigableMap<String, StoredVersions> begun = partitions.get(place);
                if (begun != null) {
                    page.takeAll(begun.tailMap(sortKey(request.exclusiveStartKey()), false)
                            .values());
                }
                partitions = partitions.tailMap(place, false);
            }
            for (NavigableMap<String, StoredVersions> partition : partitions.values()) {
                if (!page.takeAll(partition.values())) {
                    break;
                }
            }
            read(request.tableName(), "Scan", "", page.items.size(), page.bytes, page.consistent);
            // As the service does: what a filter leaves out is read, paid for, and counted into the page.
            page.items.removeIf(item -> !filter.holds(item));
            ScanResponse.Builder response =
                    ScanResponse.builder().items(page.items).count(page.items.size());
            if (page.last != null) {
                response.lastEvaluatedKey(page.last);
            }
            return response.build();
        });
    }

    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
        return gate.call("dynamodb", "DescribeTable", () -> DescribeTableResponse.builder()
                .table(table -> table.tableName(request.tableName()).itemCount(tables.count(request.tableName())))
                .build());
    }

    /** What a query or scan gives at once. */
    private final class ResultPage {
        private final int mostItems = Math.max(1, pageItems.getAsInt());
        private final @Nullable Integer limit;
        private final boolean consistent;
        private final List<Map<String, AttributeValue>> items = new ArrayList<>();
        private @Nullable Map<String, AttributeValue> last;
        private int bytes;
        private boolean full;

        ResultPage(@Nullable Integer limit, boolean consistent) {
            this.limit = limit;
            this.consistent = consistent;
        }

        boolean takeAll(Iterable<StoredVersions> list) {
            for (StoredVersions stored : list) {
                if (!takes(stored)) {
                    return false;
                }
            }
            return true;
        }

        /** Whether there is room for it, or nothing to be had of it. */
        boolean takes(StoredVersions stored) {
            Map<String, AttributeValue> item = tables.seen(stored, consistent);
            if (item == null) {
                return true;
            }
            if (full) {
                return false;
            }
            items.add(item);
            bytes += stored.size();
            if (items.size() >= mostItems || bytes >= MOST_PAGE_BYTES || limit != null && items.size() >= limit) {
                full = true;
                last = keyOf(item);
            }
            return true;
        }
    }

    private interface Change {
        /** The item after it, null for none; {@code before} is empty where there is none. */
        @Nullable
        Map<String, AttributeValue> to(Map<String, AttributeValue> before);
    }

    private void write(
            String operation,
            String tableName,
            Map<String, AttributeValue> key,
            Condition condition,
            @Nullable ReturnValuesOnConditionCheckFailure onFailure,
            Change change) {
        Content table = tables.table(tableName);
        String pk = partitionKey(key);
        String sk = sortKey(key);
        Map<String, AttributeValue> before = tables.current(table, pk, sk);
        int sizeBefore = before == null ? 0 : ItemValues.size(before);
        if (!condition.holds(before == null ? Map.of() : before)) {
            wrote(tableName, operation + " refused", pk, 0, Math.max(sizeBefore, 1));
            ConditionalCheckFailedException.Builder refused = ConditionalCheckFailedException.builder();
            if (onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD && before != null) {
                refused.item(before);
            }
            throw refused.message("The conditional request failed")
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("ConditionalCheckFailedException")
                            .errorMessage("The conditional request failed")
                            .build())
                    .build();
        }
        Map<String, AttributeValue> after = change.to(before == null ? Map.of() : before);
        tables.put(table, pk, sk, after);
        wrote(tableName, operation, pk, 1, Math.max(sizeBefore, after == null ? 1 : ItemValues.size(after)));
    }

    private void read(String table, String operation, String pk, int items, int bytes, boolean consistent) {
        long units = Math.max(1, (bytes + READ_UNIT - 1) / READ_UNIT) * (consistent ? 2L : 1L);
        tables.consumption().add(tables.millis(), table, operation, false, pk, Sums.NONE.plus(items, units, bytes));
    }

    private void wrote(String table, String operation, String pk, int items, int bytes) {
        long units = 2L * ((bytes + WRITE_UNIT - 1) / WRITE_UNIT);
        tables.consumption().add(tables.millis(), table, operation, true, pk, Sums.NONE.plus(items, units, bytes));
    }

    private static Condition condition(
            @Nullable String expression, Map<String, String> names, Map<String, AttributeValue> values) {
        ExpressionText.RequestNames given = new ExpressionText.RequestNames(names, values);
        Condition condition = expression == null ? Condition.ALWAYS : Condition.read(given.over(expression));
        given.refuseUnused();
        return condition;
    }

    /** Reads {@code SET a = :a, b = :b}. */
    private static Map<String, AttributeValue> assignments(ExpressionText text) {
        Map<String, AttributeValue> set = new LinkedHashMap<>();
        text.expect("SET");
        do {
            String name = text.attribute();
            text.expect("=");
            set.put(name, text.value());
        } while (text.passes(","));
        if (text.hasMore()) {
            throw text.notModelled("something follows SET");
        }
        return set;
    }

    private Map<String, AttributeValue> checked(Map<String, AttributeValue> item) {
        if (partitionKey(item).isEmpty() || sortKey(item).isEmpty()) {
            throw Refusals.invalid("a key is empty");
        }
        Map<String, AttributeValue> kept = ItemValues.kept(item);
        int size = ItemValues.size(kept);
        if (size > MOST_ITEM_BYTES) {
            throw Refusals.invalid("Item size has exceeded the maximum allowed size: " + size);
        }
        return kept;
    }

    private Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = new TreeMap<>();
        for (String name :
                List.of(tables.schema().partitionKey(), tables.schema().sortKey())) {
            AttributeValue value = item.get(name);
            if (value != null) {
                key.put(name, value);
            }
        }
        return key;
    }

    private String partitionKey(Map<String, AttributeValue> item) {
        return keyPart(item, tables.schema().partitionKey());
    }

    private String sortKey(Map<String, AttributeValue> item) {
        return keyPart(item, tables.schema().sortKey());
    }

    private static String keyPart(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.s() == null) {
            throw Refusals.invalid("no text for the key " + name);
        }
        return value.s();
    }

    private static void refuseReturn(@Nullable ReturnValue values) {
        if (values != null && values != ReturnValue.NONE) {
            throw new UnsupportedOperationException("returnValues " + values + " is not modelled");
        }
    }

    private static void refuse(String operation, @Nullable Object... parts) {
        for (Object part : parts) {
            boolean isThere = part instanceof Map<?, ?> map ? !map.isEmpty() : part != null;
            if (isThere) {
                throw new UnsupportedOperationException(operation + " with " + part + " is not modelled");
            }
        }
    }
}
