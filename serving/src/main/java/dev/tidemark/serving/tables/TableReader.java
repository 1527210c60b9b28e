package dev.tidemark.serving.tables;

import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.ItemCodec;
import dev.tidemark.platform.item.ItemKey;
import dev.tidemark.platform.item.ItemRange;
import dev.tidemark.platform.item.StoredItem;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Strongly consistent reads of one stack's tables. Streams ask for their next page as they are read. */
public final class TableReader {

    private final DynamoDbClient dynamoDb;
    private final Function<Table, String> names;

    /** @param names the tables' names in this stack */
    public TableReader(DynamoDbClient dynamoDb, Function<Table, String> names) {
        this.dynamoDb = dynamoDb;
        this.names = names;
    }

    /** One item; empty if there is none. */
    public <T extends StoredItem> Optional<T> read(ItemKey<T> key) {
        return key.read(dynamoDb.getItem(key.request(names.apply(key.table()))).item());
    }

    /** The items of a range, in the order of their sort keys. */
    public <T extends StoredItem> Stream<T> query(ItemRange<T> range) {
        return dynamoDb.queryPaginator(range.request(names.apply(range.table())).build()).items().stream()
                .map(range.codec()::read);
    }

    /** The last item of a range; empty if there is none. */
    public <T extends StoredItem> Optional<T> last(ItemRange<T> range) {
        return dynamoDb
                .query(range.request(names.apply(range.table()))
                        .scanIndexForward(false)
                        .limit(1)
                        .build())
                .items()
                .stream()
                .findFirst()
                .map(range.codec()::read);
    }

    /** Every item of a table that has one kind alone, in no order. */
    public <T extends StoredItem> Stream<T> scan(ItemCodec<T> codec) {
        return scan(codec, ScanRequest.builder());
    }

    /** Those whose partition key begins with this, in no order; reads the whole table. */
    public <T extends StoredItem> Stream<T> scan(ItemCodec<T> codec, String partitionPrefix) {
        return scan(
                codec,
                ScanRequest.builder()
                        .filterExpression("begins_with(#pk, :prefix)")
                        .expressionAttributeNames(Map.of("#pk", Table.PARTITION_KEY))
                        .expressionAttributeValues(Map.of(":prefix", AttributeValue.fromS(partitionPrefix))));
    }

    private <T extends StoredItem> Stream<T> scan(ItemCodec<T> codec, ScanRequest.Builder request) {
        return dynamoDb
                .scanPaginator(request.tableName(names.apply(codec.table()))
                        .consistentRead(true)
                        .build())
                .items()
                .stream()
                .map(codec::read);
    }
}
