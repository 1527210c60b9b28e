package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.infra.Synthesized.Resource;
import dev.tidemark.platform.PlatformFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

    private final Synthesized prod = Synthesized.prod();

    /** Everything that a function may do, one line a resource. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            INGEST  | events: kinesis:DescribeStreamSummary kinesis:PutRecords; \
                      key by kinesis: kms:GenerateDataKey; \
                      logs: logs:CreateLogStream logs:PutLogEvents
            WINDOW  | bucket: s3:ListBucket; bucket/aws/lambda/*: s3:PutObject; bucket/quarantine/*: s3:PutObject; \
                      cells: dynamodb:PutItem dynamodb:Query; \
                      events: kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords \
                      kinesis:GetShardIterator kinesis:ListShards; \
                      joins: dynamodb:BatchWriteItem dynamodb:Query; \
                      journal: dynamodb:BatchWriteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem; \
                      key by dynamodb: kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey; \
                      key by kinesis: kms:Decrypt; key by s3: kms:Decrypt kms:GenerateDataKey; \
                      logs: logs:CreateLogStream logs:PutLogEvents; windows: dynamodb:BatchWriteItem
            ARCHIVE | bucket: s3:ListBucket; bucket/archive/*: s3:PutObject; bucket/aws/lambda/*: s3:PutObject; \
                      events: kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords \
                      kinesis:GetShardIterator kinesis:ListShards; \
                      journal: dynamodb:PutItem dynamodb:UpdateItem; \
                      key by dynamodb: kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey; \
                      key by kinesis: kms:Decrypt; key by s3: kms:Decrypt kms:GenerateDataKey; \
                      logs: logs:CreateLogStream logs:PutLogEvents
            TICK    | cells: dynamodb:Query; \
                      events: kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards kinesis:PutRecords; \
                      journal: dynamodb:BatchWriteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem; \
                      key by dynamodb: kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey; \
                      key by kinesis: kms:Decrypt kms:GenerateDataKey; key by sqs: kms:Decrypt kms:GenerateDataKey; \
                      logs: logs:CreateLogStream logs:PutLogEvents; tick-failed: sqs:SendMessage; \
                      windows: dynamodb:BatchWriteItem
            QUERY   | bucket like batch/days/*: s3:ListBucket; bucket/batch/days/*: s3:GetObject; \
                      cells: dynamodb:Query; corrections: dynamodb:GetItem dynamodb:Query; \
                      events: kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards; \
                      journal: dynamodb:GetItem dynamodb:Query; \
                      key by dynamodb: kms:Decrypt kms:DescribeKey; key by kinesis: kms:Decrypt; \
                      key by s3: kms:Decrypt; logs: logs:CreateLogStream logs:PutLogEvents; \
                      windows: dynamodb:Query
            BATCH   | batch-failed: sqs:SendMessage; \
                      bucket like archive/* quarantine/* aws/lambda/* batch/*: s3:ListBucket; \
                      bucket/archive/*: s3:GetObject; bucket/aws/lambda/*: s3:GetObject; \
                      bucket/batch/*: s3:DeleteObject s3:GetObject s3:PutObject; bucket/quarantine/*: s3:GetObject; \
                      cells: dynamodb:DescribeTable dynamodb:Query dynamodb:Scan; \
                      corrections: dynamodb:BatchWriteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query; \
                      journal: dynamodb:GetItem dynamodb:Query; \
                      key by dynamodb: kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey; \
                      key by s3: kms:Decrypt kms:GenerateDataKey; key by sqs: kms:Decrypt kms:GenerateDataKey; \
                      logs: logs:CreateLogStream logs:PutLogEvents; \
                      windows: dynamodb:DescribeTable dynamodb:Query dynamodb:Scan
            """)
    void a_function_may_do_this_and_nothing_else(PlatformFunction function, String allowed) {
        assertThat(grants(function))
                .containsExactlyInAnyOrder(allowed.replaceAll("\\s+", " ").split("; "));
    }

    private List<String> grants(PlatformFunction function) {
        Resource role = prod.resource(
                "AWS::IAM::Role", "Description", "Tidemark prod: what " + function.shortName() + " may do");
        assertThat(role.properties().has("ManagedPolicyArns")).isFalse();
        TreeSet<String> grants = new TreeSet<>();
        TreeMap<String, TreeSet<String>> byResource = new TreeMap<>();
        for (JsonNode statement : statements(prod, role.id())) {
            TreeSet<String> actions = new TreeSet<>(texts(statement.path("Action")));
            for (JsonNode resource : each(statement.path("Resource"))) {
                byResource
                        .computeIfAbsent(label(resource, statement.path("Condition"), function), key -> new TreeSet<>())
                        .addAll(actions);
            }
        }
        byResource.forEach((resource, actions) -> grants.add(resource + ": " + String.join(" ", actions)));
        return List.copyOf(grants);
    }

    private String label(JsonNode resource, JsonNode condition, PlatformFunction function) {
        String text = prod.text(resource)
                .replace("tidemark-prod-", "")
                .replaceFirst("^ArchiveBucket[0-9A-F]{8}", "bucket")
                .replaceFirst("^Key[0-9A-F]{8}$", "key")
                .replace("/aws/lambda/" + function.shortName(), "logs");
        JsonNode via = condition.path("StringEquals").path("kms:ViaService");
        if (!via.isMissingNode()) {
            text += " by " + prod.text(via).replaceFirst("\\..*", "");
        }
        JsonNode prefixes = condition.path("StringLike").path("s3:prefix");
        if (!prefixes.isMissingNode()) {
            text += " like " + String.join(" ", texts(prefixes));
        }
        return text;
    }

    /**
     * Every statement in any policy, of a role or of a resource, that allows a pattern. The roles' are prefixes of the one
     * bucket; the one star is the listing of log groups, which knows no narrower resource and without which EMR Serverless
     * does not write. In a key's own policy, {@code *} is that key: the account decides by its identities' policies, and the
     * services that act by themselves are each bound to the account. What empties the buckets is there in disposable
     * stages only.
     */
    @Test
    void every_pattern_that_is_allowed_is_one_of_these() {
        assertThat(patterns(Synthesized.all()))
                .containsExactly(
                        "IAM::Policy: logs:DescribeLogGroups on *",
                        "IAM::Policy: s3:DeleteObject s3:GetObject s3:PutObject on bucket/batch/*",
                        "IAM::Policy: s3:GetObject on bucket/archive/*",
                        "IAM::Policy: s3:GetObject on bucket/aws/lambda/*",
                        "IAM::Policy: s3:GetObject on bucket/batch/days/*",
                        "IAM::Policy: s3:GetObject on bucket/quarantine/*",
                        "IAM::Policy: s3:PutObject on bucket/archive/*",
                        "IAM::Policy: s3:PutObject on bucket/aws/lambda/*",
                        "IAM::Policy: s3:PutObject on bucket/quarantine/*",
                        "KMS::Key: kms:* on *",
                        "KMS::Key: kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey on *",
                        "KMS::Key: kms:Decrypt kms:GenerateDataKey on *",
                        "S3::BucketPolicy: s3:DeleteObject* s3:GetBucket* s3:List* s3:PutBucketPolicy on access-logs",
                        "S3::BucketPolicy: s3:DeleteObject* s3:GetBucket* s3:List* s3:PutBucketPolicy on access-logs/*",
                        "S3::BucketPolicy: s3:DeleteObject* s3:GetBucket* s3:List* s3:PutBucketPolicy on bucket",
                        "S3::BucketPolicy: s3:DeleteObject* s3:GetBucket* s3:List* s3:PutBucketPolicy on bucket/*",
                        "S3::BucketPolicy: s3:PutObject on access-logs/archive/*");
        assertThat(patterns(List.of(prod)))
                .isNotEmpty()
                .noneMatch(pattern -> pattern.contains("DescribeLogGroups")
                        || pattern.contains("DeleteObject") && !pattern.endsWith(" on bucket/batch/*"));
    }

    private static TreeSet<String> patterns(List<Synthesized> stages) {
        TreeSet<String> patterns = new TreeSet<>();
        for (Synthesized stage : stages) {
            for (Resource resource : stage.resources()) {
                for (JsonNode statement : resource.json().findValues("Statement").stream()
                        .flatMap(statements -> each(statements).stream())
                        .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                        .toList()) {
                    String actions = String.join(" ", texts(statement.path("Action")));
                    for (JsonNode on : each(statement.path("Resource"))) {
                        String text = stage.text(on)
                                .replaceFirst("^ArchiveBucket[0-9A-F]{8}", "bucket")
                                .replaceFirst("^ArchiveAccessLogs[0-9A-F]{8}", "access-logs");
                        if (text.contains("*") || actions.contains("*")) {
                            patterns.add(resource.type().replace("AWS::", "") + ": " + actions + " on " + text);
                        }
                    }
                }
            }
        }
        return patterns;
    }

    /** Of the library's own helpers there is one, which empties the buckets of a disposable stage; cdk-nag does not see it. */
    @Test
    void no_role_has_a_managed_policy_but_the_helper_that_empties_buckets() {
        assertThat(prod.resources("AWS::IAM::Role"))
                .isNotEmpty()
                .noneMatch(role -> role.properties().has("ManagedPolicyArns")
                        || role.properties().has("Policies"));
        for (Synthesized disposable : List.of(Synthesized.dev(), Synthesized.spark())) {
            assertThat(disposable.resources("AWS::IAM::Role"))
                    .filteredOn(role -> role.properties().has("ManagedPolicyArns")
                            || role.properties().has("Policies"))
                    .singleElement()
                    .satisfies(role -> {
                        assertThat(role.id()).startsWith("CustomS3AutoDeleteObjects");
                        assertThat(role.properties().path("ManagedPolicyArns").toString())
                                .containsOnlyOnce("policy/")
                                .contains("AWSLambdaBasicExecutionRole");
                        assertThat(role.properties().has("Policies")).isFalse();
                    });
        }
    }

    @Test
    void the_key_is_used_through_a_service_and_never_directly() {
        for (Synthesized stage : Synthesized.all()) {
            assertThat(stage.resources("AWS::IAM::Policy").stream()
                            .flatMap(policy ->
                                    each(policy.properties()
                                                    .path("PolicyDocument")
                                                    .path("Statement"))
                                            .stream())
                            .filter(statement -> texts(statement.path("Action")).stream()
                                    .anyMatch(action -> action.startsWith("kms:"))))
                    .isNotEmpty()
                    .allMatch(statement ->
                            statement.path("Condition").path("StringEquals").has("kms:ViaService"));
        }
    }

    static List<JsonNode> statements(Synthesized stage, String roleId) {
        return stage.resources("AWS::IAM::Policy").stream()
                .filter(policy -> policy.properties()
                        .path("Roles")
                        .path(0)
                        .path("Ref")
                        .asText()
                        .equals(roleId))
                .flatMap(policy ->
                        each(policy.properties().path("PolicyDocument").path("Statement")).stream())
                .toList();
    }

    private static List<JsonNode> each(JsonNode oneOrMany) {
        if (!oneOrMany.isArray()) {
            return List.of(oneOrMany);
        }
        List<JsonNode> all = new ArrayList<>();
        oneOrMany.forEach(all::add);
        return all;
    }

    private static List<String> texts(JsonNode oneOrMany) {
        return each(oneOrMany).stream().map(JsonNode::asText).collect(Collectors.toList());
    }
}
