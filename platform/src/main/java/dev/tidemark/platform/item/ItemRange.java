package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Items of one partition, in the order of their sort keys.
 *
 * @param codec of their kind
 * @param partition their partition key
 * @param from smallest sort key, inclusive, or null for no bound
 * @param to largest sort key, inclusive, or null for no bound
 */
public record ItemRange<T extends StoredItem>(
        ItemCodec<T> codec,
        String partition,
        @Nullable String from,
        @Nullable String to) {

    /** A whole partition. */
    static <T extends StoredItem> ItemRange<T> all(ItemCodec<T> codec, String partition) {
        return new ItemRange<>(codec, partition, null, null);
    }

    /** The table that they lie in. */
    public Table table() {
        return codec.table();
    }

    /** Whether a sort key is in it. */
    public boolean contains(String sort) {
        return (from == null || from.compareTo(sort) <= 0) && (to == null || sort.compareTo(to) <= 0);
    }

    /** A strongly consistent query for it, ascending and by pages, as long as the caller does not say otherwise. */
    public QueryRequest.Builder request(String tableName) {
        Map<String, String> names = new HashMap<>(Map.of("#pk", Table.PARTITION_KEY));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":pk", AttributeValue.fromS(partition)));
        if (from != null || to != null) {
            names.put("#sk", Table.SORT_KEY);
        }
        if (from != null) {
            values.put(":from", AttributeValue.fromS(from));
        }
        if (to != null) {
            values.put(":to", AttributeValue.fromS(to));
        }
        return QueryRequest.builder()
                .tableName(tableName)
                .consistentRead(true)
                .keyConditionExpression("#pk = :pk" + sortCondition())
                .expressionAttributeNames(names)
                .expressionAttributeValues(values);
    }

    private String sortCondition() {
        if (from != null && to != null) {
            return " AND #sk BETWEEN :from AND :to";
        }
        if (from != null) {
            return " AND #sk >= :from";
        }
        return to != null ? " AND #sk <= :to" : "";
    }
}
