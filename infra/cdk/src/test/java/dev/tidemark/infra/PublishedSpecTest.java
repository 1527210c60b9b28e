package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.cxapi.CloudFormationStackArtifact;

/** The templates against what AWS publishes of its resources and of the actions that a policy can allow. */
class PublishedSpecTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCRIPTS = Synthesized.HOME.resolve("infra/cdk/src/test/published");

    @TempDir
    Path scratch;

    @Test
    void every_property_of_every_resource_exists_and_has_a_value_of_its_type() throws Exception {
        List<String> templates = new ArrayList<>();
        for (Synthesized stage : Synthesized.all()) {
            for (CloudFormationStackArtifact stack : stage.assembly().getStacks()) {
                templates.add(stack.getTemplateFullPath());
            }
        }

        JsonNode found = node(scratch, "templates.cjs", "", templates);

        assertThat(found.path("wrong")).isEmpty();
        assertThat(found.path("unchecked"))
                .as("types that AWS does not publish: the library's own helper")
                .extracting(JsonNode::asText)
                .containsExactly("Custom::S3AutoDeleteObjects");
        assertThat(found.path("properties").asInt()).isGreaterThan(1_000);
    }

    @Test
    void a_property_that_does_not_exist_a_wrong_type_and_a_missing_one_would_be_found() throws Exception {
        Path template = Files.writeString(scratch.resolve("broken.template.json"), """
                {"Resources": {
                  "Log": {"Type": "AWS::Kinesis::Stream",
                    "Properties": {"Shards": 1, "RetentionPeriodHours": "a day", "StreamEncryption": {"EncryptionType": "KMS"}}},
                  "Fine": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Name"}}}}}""");

        JsonNode found = node(scratch, "templates.cjs", "", List.of(template.toString()));

        assertThat(found.path("wrong"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "broken/Log.Shards: there is no such property",
                        "broken/Log.RetentionPeriodHours: a whole number expected, not \"a day\"",
                        "broken/Log.StreamEncryption.KeyId: is required and missing");
    }

    @Test
    void every_action_of_every_policy_exists() throws Exception {
        TreeSet<String> actions = new TreeSet<>();
        for (Synthesized stage : Synthesized.all()) {
            stage.resources().forEach(resource -> collect(resource.json(), actions));
        }
        assertThat(actions).hasSizeGreaterThan(25).contains("kinesis:PutRecords");

        assertThat(unknownActions(scratch, actions)).isEmpty();
        assertThat(unknownActions(
                        scratch,
                        new TreeSet<>(
                                List.of("kinesis:PutRecord", "kinesis:PutEverything", "nothing:Get*", "s3:GetObj*"))))
                .containsExactly("kinesis:PutEverything", "nothing:Get*");
    }

    private static void collect(JsonNode json, TreeSet<String> actions) {
        if (json.has("Effect")) {
            JsonNode action = json.path("Action");
            if (action.isTextual()) {
                actions.add(action.asText());
            }
            action.forEach(one -> actions.add(one.asText()));
            actions.remove("*");
        }
        json.forEach(child -> collect(child, actions));
    }

    /** Those of the actions that cannot be allowed, since there are none such. */
    static List<String> unknownActions(Path scratch, Set<String> actions) throws IOException, InterruptedException {
        List<String> unknown = new ArrayList<>();
        node(scratch, "actions.cjs", String.join("\n", actions), List.of()).forEach(one -> unknown.add(one.asText()));
        return unknown;
    }

    private static JsonNode node(Path scratch, String script, String input, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("node", SCRIPTS.resolve(script).toString()));
        command.addAll(arguments);
        Path in = Files.writeString(scratch.resolve("in"), input);
        Path out = scratch.resolve("out");
        Path err = scratch.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int code = process.waitFor();
        assertThat(code).as(Files.readString(err, StandardCharsets.UTF_8)).isZero();
        return JSON.readTree(out.toFile());
    }
}
