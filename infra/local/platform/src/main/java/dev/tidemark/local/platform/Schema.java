package dev.tidemark.local.platform;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.FormatItem;
import dev.tidemark.platform.item.ItemPut;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/** Makes the stream, the tables and the bucket where they are missing, and leaves alone what is there. */
public final class Schema {

    /** The longest retention that the Kinesis emulator takes. */
    private static final int RETENTION_HOURS = 168;

    private final Names names;

    public Schema(Names names) {
        this.names = names;
    }

    /**
     * Makes the tables.
     *
     * @throws LocalRuntimeException if they are there, in a format that this release does not write
     */
    public void createTables(DynamoDbClient dynamoDb) {
        for (Table table : Table.values()) {
            createTable(dynamoDb, names.table(table));
        }
        requireCurrentFormat(dynamoDb);
    }

    private void requireCurrentFormat(DynamoDbClient dynamoDb) {
        ItemPut<FormatItem> opening = FormatItem.CURRENT.opening();
        try {
            dynamoDb.putItem(opening.request(names.table(opening.codec().table()), 0));
        } catch (ConditionalCheckFailedException e) {
            opening.stored(e.item()).filter(stored -> !stored.isCurrent()).ifPresent(stored -> {
                throw new LocalRuntimeException(
                        RuntimeProblem.DATA_DIRECTORY,
                        "what is in the data directory cannot be used: "
                                + FormatItem.refusal("its tables", stored.version())
                                + ". Add --fresh to forget it, or choose another --data",
                        e);
            });
        }
    }

    private static void createTable(DynamoDbClient dynamoDb, String name) {
        try {
            dynamoDb.createTable(create -> create.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(key(Table.PARTITION_KEY, KeyType.HASH), key(Table.SORT_KEY, KeyType.RANGE))
                    .attributeDefinitions(text(Table.PARTITION_KEY), text(Table.SORT_KEY)));
        } catch (ResourceInUseException e) {
            // It is there already.
        }
        TimeToLiveStatus status = dynamoDb.describeTimeToLive(describe -> describe.tableName(name))
                .timeToLiveDescription()
                .timeToLiveStatus();
        if (status == TimeToLiveStatus.DISABLED) {
            dynamoDb.updateTimeToLive(update -> update.tableName(name)
                    .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(Table.TIME_TO_LIVE)));
        }
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    /** Makes the bucket. */
    public void createBucket(S3Client s3) {
        try {
            s3.createBucket(create -> create.bucket(names.bucket()));
        } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException e) {
            // It is there already.
        }
    }

    /**
     * Makes the stream and waits until it is active.
     *
     * @param shards how many shards a new stream gets; one that is there keeps what it has
     */
    public void createStream(KinesisClient kinesis, int shards) {
        boolean fresh = false;
        try {
            kinesis.createStream(create -> create.streamName(names.stream()).shardCount(shards));
            fresh = true;
        } catch (software.amazon.awssdk.services.kinesis.model.ResourceInUseException e) {
            // It is there already.
        }
        kinesis.waiter()
                .waitUntilStreamExists(describe -> describe.streamName(names.stream()), waiter -> waiter.waitTimeout(
                                Duration.ofSeconds(30))
                        .backoffStrategyV2(attempt -> Duration.ofMillis(20)));
        if (fresh) {
            kinesis.increaseStreamRetentionPeriod(
                    increase -> increase.streamName(names.stream()).retentionPeriodHours(RETENTION_HOURS));
            awaitActive(kinesis);
        }
    }

    private void awaitActive(KinesisClient kinesis) {
        while (kinesis.describeStreamSummary(describe -> describe.streamName(names.stream()))
                        .streamDescriptionSummary()
                        .streamStatus()
                != StreamStatus.ACTIVE) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
