package dev.tidemark.platform.item;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * An item, and the condition under which it takes the place of what is stored under its key.
 *
 * @param codec of its kind
 * @param item to be written whole
 * @param condition on what is stored
 */
public record ItemPut<T extends StoredItem>(ItemCodec<T> codec, T item, WriteCondition condition) {

    /** The write. A condition that does not hold comes back with what is stored instead, for {@link #stored}. */
    public PutItemRequest request(String tableName, long nowMillis) {
        PutItemRequest.Builder request =
                PutItemRequest.builder().tableName(tableName).item(item.attributesAt(nowMillis));
        if (condition instanceof WriteCondition.Always) {
            return request.build();
        }
        WriteCondition.Expression expression = condition.expression();
        request.conditionExpression(expression.text())
                .expressionAttributeNames(expression.names())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (!expression.values().isEmpty()) {
            request.expressionAttributeValues(expression.values());
        }
        return request.build();
    }

    /** What stood in the way of the write; empty if nothing is stored under the key. */
    public Optional<T> stored(Map<String, AttributeValue> item) {
        return item.isEmpty() ? Optional.empty() : Optional.of(codec.read(item));
    }
}
