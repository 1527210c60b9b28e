package dev.tidemark.infra.stack;

import dev.tidemark.platform.Table;
import java.util.EnumMap;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.kinesis.Stream;
import software.amazon.awscdk.services.kinesis.StreamEncryption;
import software.amazon.awscdk.services.kinesis.StreamMode;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/**
 * What keeps data: the log, the tables, the bucket, and the one key that encrypts them. Nothing here runs code, so an
 * update of the platform leaves this stack as it is.
 */
public final class DataStack extends Stack {

    private final StageSettings settings;
    private final Key key;
    private final Stream stream;
    private final Map<Table, software.amazon.awscdk.services.dynamodb.Table> tables = new EnumMap<>(Table.class);
    private final ArchiveBucket bucket;

    public DataStack(Construct scope, StageSettings settings) {
        super(
                scope,
                "Data",
                StackProps.builder()
                        .stackName(settings.prefix() + "-data")
                        .description("Tidemark " + settings.stage() + ": the log, the tables and the archive")
                        .terminationProtection(settings.keepsData())
                        .build());
        this.settings = settings;
        this.key = DataKey.create(this, settings);
        this.stream = createStream();
        for (Table table : Table.values()) {
            tables.put(table, createTable(table));
        }
        this.bucket = new ArchiveBucket(this, settings, key);
    }

    private Stream createStream() {
        Stream.Builder builder = Stream.Builder.create(this, "Events")
                .streamName(settings.prefix() + "-events")
                .retentionPeriod(Duration.hours(settings.retention().toHours()))
                .encryption(StreamEncryption.KMS)
                .encryptionKey(key)
                .removalPolicy(removal(settings));
        settings.shards()
                .ifPresentOrElse(
                        shards -> builder.streamMode(StreamMode.PROVISIONED).shardCount(shards),
                        () -> builder.streamMode(StreamMode.ON_DEMAND));
        Stream stream = builder.build();
        Suppressed.rule(
                stream,
                "AwsSolutions-KDS3",
                "The key is the platform's own, so that access to records can be granted, seen and withdrawn by key policy.");
        return stream;
    }

    private software.amazon.awscdk.services.dynamodb.Table createTable(Table table) {
        return software.amazon.awscdk.services.dynamodb.Table.Builder.create(this, table.name())
                .tableName(table.nameIn(settings.prefix()))
                .partitionKey(text(Table.PARTITION_KEY))
                .sortKey(text(Table.SORT_KEY))
                .timeToLiveAttribute(Table.TIME_TO_LIVE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .encryption(TableEncryption.CUSTOMER_MANAGED)
                .encryptionKey(key)
                .deletionProtection(settings.keepsData())
                .removalPolicy(removal(settings))
                .build();
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    /** What becomes of a resource that holds data when its stack goes. */
    static RemovalPolicy removal(StageSettings settings) {
        return settings.keepsData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    }

    Key key() {
        return key;
    }

    Stream stream() {
        return stream;
    }

    software.amazon.awscdk.services.dynamodb.Table table(Table table) {
        software.amazon.awscdk.services.dynamodb.Table found = tables.get(table);
        if (found == null) {
            throw new IllegalStateException("no table for " + table);
        }
        return found;
    }

    ArchiveBucket bucket() {
        return bucket;
    }
}
