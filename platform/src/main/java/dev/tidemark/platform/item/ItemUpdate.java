package dev.tidemark.platform.item;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * A change of some attributes of an item; the others stay as they are stored.
 *
 * @param key of the item
 * @param set the attributes that change, and to what
 * @param condition on what is stored
 */
public record ItemUpdate<T extends StoredItem>(
        ItemKey<T> key, Map<String, AttributeValue> set, WriteCondition condition) {

    public ItemUpdate {
        set = Map.copyOf(set);
    }

    /** The write. */
    public UpdateItemRequest request(String tableName) {
        WriteCondition.Expression expression = condition.expression();
        Map<String, String> names = new LinkedHashMap<>(expression.names());
        Map<String, AttributeValue> values = new LinkedHashMap<>(expression.values());
        List<String> assignments = new ArrayList<>();
        set.forEach((name, value) -> {
            names.put("#" + name, name);
            values.put(":" + name, value);
            assignments.add("#" + name + " = :" + name);
        });
        UpdateItemRequest.Builder request = UpdateItemRequest.builder()
                .tableName(tableName)
                .key(key.attributes())
                .updateExpression("SET " + String.join(", ", assignments))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values);
        if (!expression.text().isEmpty()) {
            request.conditionExpression(expression.text());
        }
        return request.build();
    }
}
