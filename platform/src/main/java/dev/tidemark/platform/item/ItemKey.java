package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/**
 * Where one item lies.
 *
 * @param codec of its kind
 * @param partition its partition key
 * @param sort its sort key
 */
public record ItemKey<T extends StoredItem>(ItemCodec<T> codec, String partition, String sort) {

    /** The table that it lies in. */
    public Table table() {
        return codec.table();
    }

    /** The two keys as attributes. */
    public Map<String, AttributeValue> attributes() {
        return Map.of(Table.PARTITION_KEY, AttributeValue.fromS(partition), Table.SORT_KEY, AttributeValue.fromS(sort));
    }

    /** A strongly consistent read of it. */
    public GetItemRequest request(String tableName) {
        return GetItemRequest.builder()
                .tableName(tableName)
                .consistentRead(true)
                .key(attributes())
                .build();
    }

    /** What such a read answered, where no item is no attributes. */
    public Optional<T> read(Map<String, AttributeValue> answer) {
        return answer.isEmpty() ? Optional.empty() : Optional.of(codec.read(answer));
    }
}
