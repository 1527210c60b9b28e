package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.infra.Synthesized.Resource;
import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.assertions.Match;

class DataStackTest {

    private static final List<String> HOLDS_DATA = List.of(
            "AWS::Kinesis::Stream", "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Logs::LogGroup");

    private final Synthesized prod = Synthesized.prod();
    private final Synthesized dev = Synthesized.dev();

    @Test
    void the_log_is_encrypted_and_kept_for_a_week() {
        prod.template("Data")
                .hasResourceProperties(
                        "AWS::Kinesis::Stream",
                        Map.of(
                                "Name",
                                "tidemark-prod-events",
                                "RetentionPeriodHours",
                                168,
                                "StreamModeDetails",
                                Map.of("StreamMode", "ON_DEMAND"),
                                "StreamEncryption",
                                Map.of("EncryptionType", "KMS", "KeyId", Match.anyValue())));
    }

    @Test
    void a_disposable_stage_has_one_shard_and_the_retention_that_comes_for_free() {
        dev.template("Data")
                .hasResourceProperties(
                        "AWS::Kinesis::Stream",
                        Map.of(
                                "ShardCount", 1,
                                "RetentionPeriodHours", 24,
                                "StreamModeDetails", Map.of("StreamMode", "PROVISIONED")));
    }

    @ParameterizedTest
    @EnumSource
    void a_table_has_the_schema_that_the_functions_write(Table table) {
        for (Synthesized stage : Synthesized.all()) {
            Resource made = stage.resources("AWS::DynamoDB::Table").stream()
                    .filter(resource ->
                            resource.properties().path("TableName").asText().endsWith(table.nameIn("")))
                    .findFirst()
                    .orElseThrow();
            JsonNode properties = made.properties();
            assertThat(properties.path("KeySchema"))
                    .extracting(JsonNode::toString)
                    .containsExactly(
                            "{\"AttributeName\":\"" + Table.PARTITION_KEY + "\",\"KeyType\":\"HASH\"}",
                            "{\"AttributeName\":\"" + Table.SORT_KEY + "\",\"KeyType\":\"RANGE\"}");
            assertThat(properties.path("AttributeDefinitions"))
                    .extracting(attribute -> attribute.path("AttributeType").asText())
                    .containsExactly("S", "S");
            assertThat(properties.path("TimeToLiveSpecification").toString())
                    .isEqualTo("{\"AttributeName\":\"" + Table.TIME_TO_LIVE + "\",\"Enabled\":true}");
            assertThat(properties.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
            assertThat(properties
                            .path("PointInTimeRecoverySpecification")
                            .path("PointInTimeRecoveryEnabled")
                            .asBoolean())
                    .isTrue();
            assertThat(properties.path("SSESpecification").path("SSEType").asText())
                    .isEqualTo("KMS");
        }
    }

    @Test
    void there_are_the_tables_of_the_contract_and_no_other() {
        assertThat(prod.resources("AWS::DynamoDB::Table"))
                .extracting(table -> table.properties().path("TableName").asText())
                .containsExactlyInAnyOrderElementsOf(List.of(Table.values()).stream()
                        .map(table -> table.nameIn("tidemark-prod"))
                        .toList());
    }

    @Test
    void no_bucket_is_public_unencrypted_unversioned_or_reached_without_tls() {
        for (Synthesized stage : Synthesized.all()) {
            assertThat(stage.resources("AWS::S3::Bucket")).hasSize(2).allSatisfy(bucket -> {
                assertThat(bucket.properties()
                                .path("PublicAccessBlockConfiguration")
                                .toString())
                        .isEqualTo("{\"BlockPublicAcls\":true,\"BlockPublicPolicy\":true,"
                                + "\"IgnorePublicAcls\":true,\"RestrictPublicBuckets\":true}");
                assertThat(bucket.properties()
                                .path("VersioningConfiguration")
                                .path("Status")
                                .asText())
                        .isEqualTo("Enabled");
                assertThat(bucket.properties().path("BucketEncryption").isMissingNode())
                        .isFalse();
                assertThat(stage.resources("AWS::S3::BucketPolicy"))
                        .filteredOn(policy -> policy.properties()
                                .path("Bucket")
                                .path("Ref")
                                .asText()
                                .equals(bucket.id()))
                        .singleElement()
                        .satisfies(policy -> assertThat(policy.json().toString())
                                .contains("\"aws:SecureTransport\":\"false\"}},\"Effect\":\"Deny\""));
            });
        }
    }

    @Test
    void the_archive_is_encrypted_with_the_platforms_key_and_logs_who_reads_it() {
        prod.template("Data")
                .hasResourceProperties(
                        "AWS::S3::Bucket",
                        Map.of(
                                "LoggingConfiguration", Match.anyValue(),
                                "BucketEncryption",
                                        Match.objectLike(Map.of(
                                                "ServerSideEncryptionConfiguration",
                                                Match.arrayWith(List.of(Match.objectLike(Map.of(
                                                        "BucketKeyEnabled",
                                                        true,
                                                        "ServerSideEncryptionByDefault",
                                                        Match.objectLike(Map.of("SSEAlgorithm", "aws:kms"))))))))));
    }

    @Test
    void the_archive_of_a_stage_that_keeps_its_data_cools_and_never_expires() {
        JsonNode rules =
                archive(prod).properties().path("LifecycleConfiguration").path("Rules");
        assertThat(rules).noneMatch(rule -> rule.has("ExpirationInDays"));
        assertThat(rules)
                .filteredOn(rule -> rule.path("Prefix").asText().equals(ObjectKeys.ARCHIVE))
                .singleElement()
                .satisfies(rule -> assertThat(rule.path("Transitions"))
                        .extracting(
                                transition -> transition.path("StorageClass").asText())
                        .containsExactly("STANDARD_IA", "GLACIER_IR"));
    }

    /** What the batch keeps goes when the batch says so; only its reports, which it never reads, are for the bucket to forget. */
    @Test
    void a_disposable_stage_forgets_what_it_took_in_and_nothing_that_a_night_still_needs() {
        assertThat(archive(dev).properties().path("LifecycleConfiguration").path("Rules"))
                .filteredOn(rule -> rule.has("ExpirationInDays"))
                .extracting(rule -> rule.path("Prefix").asText() + " "
                        + rule.path("ExpirationInDays").asInt())
                .containsExactlyInAnyOrder("archive/ 120", "quarantine/ 120", "aws/lambda/ 120", "batch/days/ 120");
    }

    private static Resource archive(Synthesized stage) {
        return stage.resources("AWS::S3::Bucket").stream()
                .filter(bucket -> bucket.properties().has("LoggingConfiguration"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void in_prod_nothing_that_holds_data_goes_with_its_stack() {
        assertThat(prod.resources())
                .filteredOn(resource -> HOLDS_DATA.contains(resource.type()))
                .isNotEmpty()
                .allSatisfy(resource -> assertThat(resource.deletionPolicy())
                        .as(resource.toString())
                        .isEqualTo("Retain"));
        assertThat(prod.resources("AWS::DynamoDB::Table"))
                .allMatch(table ->
                        table.properties().path("DeletionProtectionEnabled").asBoolean());
        assertThat(prod.assembly().getStackByName("tidemark-prod-data").getTerminationProtection())
                .isTrue();
    }

    @Test
    void in_dev_everything_does() {
        assertThat(dev.resources())
                .filteredOn(resource -> HOLDS_DATA.contains(resource.type()))
                .isNotEmpty()
                .allSatisfy(resource -> assertThat(resource.deletionPolicy())
                        .as(resource.toString())
                        .isEqualTo("Delete"));
        assertThat(dev.resources("AWS::DynamoDB::Table"))
                .noneMatch(table ->
                        table.properties().path("DeletionProtectionEnabled").asBoolean());
        assertThat(dev.resources("Custom::S3AutoDeleteObjects")).hasSize(2);
        assertThat(prod.resources("Custom::S3AutoDeleteObjects")).isEmpty();
    }

    @Test
    void the_one_key_rotates_every_year() {
        prod.template("Data")
                .hasResourceProperties("AWS::KMS::Key", Map.of("EnableKeyRotation", true, "RotationPeriodInDays", 365));
        assertThat(prod.resources("AWS::KMS::Key")).hasSize(1);
    }
}
