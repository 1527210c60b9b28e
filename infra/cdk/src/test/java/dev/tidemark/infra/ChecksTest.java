package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.cxapi.CloudArtifact;
import software.amazon.awscdk.cxapi.CloudFormationStackArtifact;

/** What cdk-nag's AwsSolutions pack and the library's own template validation say. */
class ChecksTest {

    @Test
    void no_stage_has_an_error_or_a_warning() {
        for (Synthesized stage : Synthesized.all()) {
            assertThat(Findings.of(stage.assembly())).isEmpty();
        }
    }

    /** Its own report says that it ran: one file a stack, a line a rule and resource. */
    @Test
    void cdk_nag_looked_at_every_stack_and_what_does_not_comply_is_suppressed() throws IOException {
        for (Synthesized stage : Synthesized.all()) {
            for (CloudFormationStackArtifact stack : stage.assembly().getStacks()) {
                String report = Files.readString(
                        stage.directory().resolve("AwsSolutions-" + stack.getStackName() + "-NagReport.csv"));
                assertThat(report)
                        .as(stack.getStackName())
                        .contains("\"Compliant\"")
                        .doesNotContain("\"Non-Compliant\"", "\"UNKNOWN\"");
            }
            assertThat(stage.assembly().getStacks()).hasSize(4);
        }
    }

    @Test
    void the_built_in_validation_ran_and_found_nothing() throws IOException {
        for (Synthesized stage : Synthesized.all()) {
            JsonNode report = new ObjectMapper()
                    .readTree(
                            stage.directory().resolve("validation-report.json").toFile());
            assertThat(report.path("title").asText()).isEqualTo("Validation Report");
            assertThat(report.has("pluginReports")).isTrue();
            assertThat(report.path("pluginReports")).isEmpty();
        }
    }

    @Test
    void the_built_in_validation_would_have_found_a_property_that_does_not_exist() throws IOException {
        App app = App.Builder.create()
                .outdir(Files.createTempDirectory(Path.of("target"), "broken").toString())
                .context(Deployment.LIBRARY_BEHAVIOUR)
                .analyticsReporting(false)
                .build();
        CfnResource.Builder.create(new Stack(app, "Broken"), "Queue")
                .type("AWS::SQS::Queue")
                .properties(Map.of("NoSuchProperty", 1))
                .build();
        assertThatThrownBy(app::synth).hasMessageContaining("Validation failed");
    }

    @Test
    void each_suppressed_rule_says_why_and_there_are_no_others_than_these() {
        TreeSet<String> rules = new TreeSet<>();
        for (Synthesized stage : Synthesized.all()) {
            stage.resources().forEach(resource -> resource.json()
                    .path("Metadata")
                    .path("cdk_nag")
                    .path("rules_to_suppress")
                    .forEach(rule -> {
                        rules.add(rule.path("id").asText());
                        assertThat(rule.path("reason").asText())
                                .as(resource.toString())
                                .matches("[A-Z].{30,}\\.");
                    }));
        }
        assertThat(rules)
                .containsExactly(
                        "AwsSolutions-APIG4",
                        "AwsSolutions-IAM5",
                        "AwsSolutions-KDS3",
                        "AwsSolutions-S1",
                        "AwsSolutions-SQS3");
    }

    @Test
    void everything_that_costs_carries_the_stage_by_which_its_cost_is_found() {
        List<String> types = List.of(
                "AWS::Kinesis::Stream",
                "AWS::DynamoDB::Table",
                "AWS::S3::Bucket",
                "AWS::KMS::Key",
                "AWS::Lambda::Function",
                "AWS::Logs::LogGroup",
                "AWS::SQS::Queue",
                "AWS::EMRServerless::Application");
        for (Synthesized stage : Synthesized.all()) {
            assertThat(stage.resources())
                    .filteredOn(resource -> types.contains(resource.type()))
                    .filteredOn(resource -> !resource.id().startsWith("CustomS3AutoDelete"))
                    .isNotEmpty()
                    .allSatisfy(resource -> assertThat(
                                    resource.properties().path("Tags").toString())
                            .as(resource.toString())
                            .contains("\"Key\":\"tidemark-stage\"", "\"Key\":\"project\""));
        }
    }

    @Test
    void data_never_depends_on_what_can_be_replaced() {
        assertThat(dependencies("data")).isEmpty();
        assertThat(dependencies("compute")).containsExactly("Data");
        assertThat(dependencies("batch")).containsExactly("Data");
        assertThat(dependencies("observability")).containsExactlyInAnyOrder("Data", "Compute");
    }

    private static List<String> dependencies(String stack) {
        return Synthesized.prod().assembly().getStackByName("tidemark-prod-" + stack).getDependencies().stream()
                .map(CloudArtifact::getId)
                .filter(id -> !id.endsWith(".assets"))
                .toList();
    }
}
