package dev.tidemark.infra.stack;

import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * What each function may do, and nothing else: single actions on single resources. The only patterns are key prefixes of
 * the bucket. Whoever makes a function call another API adds it here, and the test that lists all of them says so.
 */
final class Access {

    private static final String[] READ_STREAM = {
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards"
    };

    private static final String[] JOURNAL = {
        "dynamodb:BatchWriteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"
    };

    private final DataStack data;
    private final List<PolicyStatement> statements = new ArrayList<>();

    private Access(DataStack data) {
        this.data = data;
    }

    /** The statements of a function's role, but for its log group and queues. */
    static List<PolicyStatement> of(PlatformFunction function, DataStack data) {
        Access access = new Access(data);
        switch (function) {
            case INGEST -> access.ingest();
            case WINDOW -> access.window();
            case ARCHIVE -> access.archive();
            case TICK -> access.tick();
            case QUERY -> access.query();
            case BATCH -> access.batch();
        }
        return access.statements;
    }

    private void ingest() {
        // The summary is what its readiness asks for.
        stream("kinesis:DescribeStreamSummary", "kinesis:PutRecords");
        key("kinesis", "kms:GenerateDataKey");
    }

    private void window() {
        stream(READ_STREAM);
        table(Table.CELLS, "dynamodb:PutItem", "dynamodb:Query");
        table(Table.JOURNAL, JOURNAL);
        table(Table.WINDOWS, "dynamodb:BatchWriteItem");
        // Halves are put in batches and read by range; what has waited long enough goes by its time to live.
        table(Table.JOINS, "dynamodb:BatchWriteItem", "dynamodb:Query");
        objects(ObjectKeys.QUARANTINE, "s3:PutObject");
        onFailure();
        key("kinesis", "kms:Decrypt");
        tableKey();
        key("s3", "kms:Decrypt", "kms:GenerateDataKey");
    }

    private void archive() {
        stream(READ_STREAM);
        table(Table.JOURNAL, "dynamodb:PutItem", "dynamodb:UpdateItem");
        objects(ObjectKeys.ARCHIVE, "s3:PutObject");
        onFailure();
        key("kinesis", "kms:Decrypt");
        tableKey();
        key("s3", "kms:Decrypt", "kms:GenerateDataKey");
    }

    private void tick() {
        stream("kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards", "kinesis:PutRecords");
        table(Table.CELLS, "dynamodb:Query");
        table(Table.JOURNAL, JOURNAL);
        table(Table.WINDOWS, "dynamodb:BatchWriteItem");
        key("kinesis", "kms:Decrypt", "kms:GenerateDataKey");
        tableKey();
    }

    /** Reads, and nothing else: windows by their keys and never a whole table, the log's tips, and the reports of days. */
    private void query() {
        stream("kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards");
        table(Table.WINDOWS, "dynamodb:Query");
        table(Table.CELLS, "dynamodb:Query");
        table(Table.JOURNAL, "dynamodb:GetItem", "dynamodb:Query");
        table(Table.CORRECTIONS, "dynamodb:GetItem", "dynamodb:Query");
        objects(ObjectKeys.REPORTS, "s3:GetObject");
        list(ObjectKeys.REPORTS);
        key("kinesis", "kms:Decrypt");
        key("dynamodb", "kms:Decrypt", "kms:DescribeKey");
        key("s3", "kms:Decrypt");
    }

    private void batch() {
        table(Table.WINDOWS, "dynamodb:DescribeTable", "dynamodb:Query", "dynamodb:Scan");
        table(Table.CELLS, "dynamodb:DescribeTable", "dynamodb:Query", "dynamodb:Scan");
        table(Table.JOURNAL, "dynamodb:GetItem", "dynamodb:Query");
        table(Table.CORRECTIONS, "dynamodb:BatchWriteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query");
        for (String prefix : List.of(ObjectKeys.ARCHIVE, ObjectKeys.QUARANTINE, ObjectKeys.SKIPPED)) {
            objects(prefix, "s3:GetObject");
        }
        objects(ObjectKeys.BATCH, "s3:DeleteObject", "s3:GetObject", "s3:PutObject");
        list(ObjectKeys.ARCHIVE, ObjectKeys.QUARANTINE, ObjectKeys.SKIPPED, ObjectKeys.BATCH);
        tableKey();
        key("s3", "kms:Decrypt", "kms:GenerateDataKey");
    }

    /** What the event source mapping needs to describe what it gives up; it asks for the whole bucket's listing. */
    private void onFailure() {
        objects(ObjectKeys.SKIPPED, "s3:PutObject");
        allow(data.bucket().arn(), "s3:ListBucket");
    }

    private void stream(String... actions) {
        allow(data.stream().getStreamArn(), actions);
    }

    private void table(Table table, String... actions) {
        allow(data.table(table).getTableArn(), actions);
    }

    private void objects(String prefix, String... actions) {
        allow(data.bucket().objects(prefix), actions);
    }

    private void list(String... prefixes) {
        statements.add(PolicyStatement.Builder.create()
                .actions(List.of("s3:ListBucket"))
                .resources(List.of(data.bucket().arn()))
                .conditions(Map.of(
                        "StringLike",
                        Map.of(
                                "s3:prefix",
                                Arrays.stream(prefixes)
                                        .map(prefix -> prefix + "*")
                                        .toList())))
                .build());
    }

    /** DynamoDB uses the key in the caller's name. */
    private void tableKey() {
        key("dynamodb", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey");
    }

    /** The key, through one service only. */
    private void key(String service, String... actions) {
        statements.add(PolicyStatement.Builder.create()
                .actions(List.of(actions))
                .resources(List.of(data.key().getKeyArn()))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("kms:ViaService", service + "." + data.getRegion() + "." + data.getUrlSuffix())))
                .build());
    }

    private void allow(String resource, String... actions) {
        statements.add(PolicyStatement.Builder.create()
                .actions(List.of(actions))
                .resources(List.of(resource))
                .build());
    }
}
