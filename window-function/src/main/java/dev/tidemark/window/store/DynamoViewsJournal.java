package dev.tidemark.window.store;

import static dev.tidemark.platform.Table.PARTITION_KEY;
import static dev.tidemark.platform.Table.SORT_KEY;

import dev.tidemark.domain.view.View;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.window.versions.ViewsFile;
import dev.tidemark.window.versions.ViewsJournal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Views files in the journal table. They do not expire: cells and panes refer to them. */
public final class DynamoViewsJournal implements ViewsJournal {

    private static final String DEFINITION = "definition";

    private final DynamoDbClient dynamo;
    private final String table;

    public DynamoViewsJournal(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    @Override
    public void keepViews(ViewsFile file) {
        AttributeValue ids = AttributeValue.fromL(file.views().views().stream()
                .map(View::id)
                .map(Attributes::text)
                .toList());
        try {
            dynamo.putItem(request -> request.tableName(table)
                    .item(Map.of(
                            PARTITION_KEY,
                            Attributes.text(ItemKeys.VIEWS),
                            SORT_KEY,
                            Attributes.text(file.version()),
                            DEFINITION,
                            Attributes.text(file.text()),
                            "views",
                            ids))
                    .conditionExpression("attribute_not_exists(pk)"));
        } catch (ConditionalCheckFailedException e) {
            // It is there already, perhaps with other comments.
            return;
        }
    }

    @Override
    public Optional<String> viewsText(String version) {
        Map<String, AttributeValue> item = dynamo.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(ItemKeys.VIEWS, version)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(Attributes.text(item, DEFINITION));
    }

    @Override
    public Map<String, String> viewsTexts() {
        Map<String, String> texts = new HashMap<>();
        dynamo.queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", Attributes.text(ItemKeys.VIEWS))))
                .items()
                .forEach(item -> texts.put(Attributes.text(item, SORT_KEY), Attributes.text(item, DEFINITION)));
        return texts;
    }

    @Override
    public boolean leaseViews(String version, long nowMillis, long leaseMillis) {
        try {
            dynamo.updateItem(request -> request.tableName(table)
                    .key(key(ItemKeys.LEASES, "views"))
                    .updateExpression("SET version = :mine, renewed = :now")
                    .conditionExpression("attribute_not_exists(pk) OR version = :mine OR renewed < :expired")
                    .expressionAttributeValues(Map.of(
                            ":mine", Attributes.text(version),
                            ":now", Attributes.number(nowMillis),
                            ":expired", Attributes.number(nowMillis - leaseMillis))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private static Map<String, AttributeValue> key(String partition, String sort) {
        return Map.of(PARTITION_KEY, Attributes.text(partition), SORT_KEY, Attributes.text(sort));
    }
}
