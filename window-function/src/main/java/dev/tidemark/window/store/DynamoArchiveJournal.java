package dev.tidemark.window.store;

import static dev.tidemark.platform.Table.PARTITION_KEY;
import static dev.tidemark.platform.Table.SORT_KEY;

import dev.tidemark.platform.ItemKeys;
import dev.tidemark.window.archive.ArchiveJournal;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** The archive's journal. Its entries do not expire: the archive is for ever. */
public final class DynamoArchiveJournal implements ArchiveJournal {

    private final DynamoDbClient dynamo;
    private final String table;

    public DynamoArchiveJournal(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    @Override
    public void note(String shardId, Entry entry) {
        dynamo.putItem(request -> request.tableName(table)
                .item(Map.of(
                        PARTITION_KEY,
                        Attributes.text(ItemKeys.archive(shardId)),
                        SORT_KEY,
                        Attributes.text(ItemKeys.archiveRange(entry.first(), entry.last())),
                        "key",
                        Attributes.text(entry.key()),
                        "records",
                        Attributes.number(entry.records()),
                        "bytes",
                        Attributes.number(entry.bytes()),
                        "sha256",
                        Attributes.text(entry.sha256()))));
    }

    @Override
    public void advance(String shardId, String sequence) {
        try {
            dynamo.updateItem(request -> request.tableName(table)
                    .key(Map.of(PARTITION_KEY, Attributes.text(ItemKeys.ARCHIVED), SORT_KEY, Attributes.text(shardId)))
                    .updateExpression("SET seq = :to")
                    .conditionExpression("attribute_not_exists(seq) OR seq < :to")
                    .expressionAttributeValues(Map.of(":to", Attributes.text(sequence))));
        } catch (ConditionalCheckFailedException e) {
            // A batch delivered again: the archive is further already.
            return;
        }
    }
}
