package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.infra.Synthesized.Resource;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Schedule;
import dev.tidemark.platform.StreamMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is deployed is what the contract in the domain says, which the local runtime runs by as well. */
class FunctionsTest {

    private final Synthesized prod = Synthesized.prod();

    private Resource deployed(PlatformFunction function) {
        return prod.resource("AWS::Lambda::Function", "FunctionName", function.nameIn("tidemark-prod"));
    }

    @ParameterizedTest
    @EnumSource
    void a_function_has_the_handler_memory_and_time_of_the_contract(PlatformFunction function) {
        JsonNode properties = deployed(function).properties();
        assertThat(properties.path("Handler").asText()).isEqualTo(function.handler());
        assertThat(properties.path("MemorySize").asInt()).isEqualTo(function.memoryMegabytes());
        assertThat(properties.path("Timeout").asLong())
                .isEqualTo(function.timeout().toSeconds());
        assertThat(properties.path("EphemeralStorage").path("Size").asInt()).isEqualTo(function.scratchMegabytes());
        assertThat(properties.path("Architectures").path(0).asText()).isEqualTo("arm64");
    }

    @ParameterizedTest
    @EnumSource
    void a_function_is_packaged_by_a_module_of_the_build(PlatformFunction function) throws IOException {
        String module = function.zip().replace("/target/function.zip", "");
        assertThat(Files.readString(Synthesized.HOME.resolve("pom.xml")))
                .as("else nothing can be deployed")
                .contains("<module>" + module + "</module>");
    }

    @ParameterizedTest
    @EnumSource
    void a_function_has_the_environment_of_the_contract(PlatformFunction function) {
        Map<String, String> expected = function.environment(
                "tidemark-prod-events",
                prod.resources("AWS::S3::Bucket").get(1).id(),
                table -> table.nameIn("tidemark-prod"),
                "/opt/views.yaml");
        function.keysVariable()
                .ifPresent(variable -> expected.put(
                        variable,
                        function == PlatformFunction.QUERY
                                ? "{{resolve:ssm:/tidemark/prod/query-key-hashes:1}}"
                                : "{{resolve:ssm:/tidemark/prod/api-key-hashes:1}}"));
        Map<String, String> actual = new TreeMap<>();
        deployed(function)
                .properties()
                .path("Environment")
                .path("Variables")
                .properties()
                .forEach(variable -> actual.put(variable.getKey(), prod.text(variable.getValue())));
        assertThat(actual).containsExactlyInAnyOrderEntriesOf(expected);
    }

    /** A phone's key that is read out of its app asks nothing, and a dashboard's key posts nothing. */
    @Test
    void who_may_send_and_who_may_read_are_two_lists() {
        assertThat(PlatformFunction.INGEST.keysVariable())
                .isPresent()
                .isNotEqualTo(PlatformFunction.QUERY.keysVariable());
        for (Synthesized stage : Synthesized.all()) {
            assertThat(stage.resources("AWS::Lambda::Function"))
                    .noneMatch(function -> function.json().toString().contains(Environment.API_KEY_HASHES)
                            && function.json().toString().contains(Environment.QUERY_KEY_HASHES));
        }
    }

    @Test
    void a_stage_that_bounds_its_callers_tells_ingestion_how() {
        Synthesized bounded = Synthesized.spark();
        assertThat(bounded.resources("AWS::Lambda::Function").stream()
                        .map(function ->
                                function.properties().path("Environment").path("Variables"))
                        .filter(variables -> variables.has(Environment.API_KEY_HASHES))
                        .map(variables -> variables
                                        .path(Environment.KEY_PER_SECOND)
                                        .asText() + " "
                                + variables.path(Environment.DEVICE_PER_SECOND).asText()))
                .containsExactly("20.5 1");
    }

    @Test
    void replay_mode_is_never_deployed() {
        for (Synthesized stage : Synthesized.all()) {
            assertThat(stage.resources("AWS::Lambda::Function"))
                    .isNotEmpty()
                    .noneMatch(function -> function.json().toString().contains(Environment.TRUST_RECEIVED_AT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_function_starts_from_a_snapshot_unless_its_scratch_space_forbids_it(PlatformFunction function) {
        assertThat(deployed(function)
                        .properties()
                        .path("SnapStart")
                        .path("ApplyOn")
                        .asText(""))
                .isEqualTo(function.startsFromSnapshot() ? "PublishedVersions" : "");
    }

    @Test
    void only_the_batch_has_more_scratch_space_than_a_snapshot_allows() {
        assertThat(PlatformFunction.values())
                .filteredOn(function -> !function.startsFromSnapshot())
                .containsExactly(PlatformFunction.BATCH);
    }

    @Test
    void every_caller_calls_the_alias_of_a_published_version() {
        List<String> aliases = List.of(PlatformFunction.values()).stream()
                .map(function -> function.nameIn("tidemark-prod") + ":live")
                .toList();
        assertThat(prod.resources("AWS::Lambda::Alias"))
                .extracting(this::aliasName)
                .containsExactlyInAnyOrderElementsOf(aliases);
        assertThat(prod.resources("AWS::Lambda::EventSourceMapping"))
                .hasSize(StreamMapping.values().length)
                .allMatch(mapping ->
                        aliases.contains(prod.text(mapping.properties().path("FunctionName"))));
        assertThat(prod.resources("AWS::ApiGatewayV2::Integration"))
                .isNotEmpty()
                .allMatch(integration ->
                        aliases.contains(prod.text(integration.properties().path("IntegrationUri"))));
        assertThat(prod.resources("AWS::Scheduler::Schedule"))
                .hasSize(Schedule.values().length)
                .allMatch(schedule -> aliases.contains(
                        prod.text(schedule.properties().path("Target").path("Arn"))));
    }

    private String aliasName(Resource alias) {
        return prod.text(alias.properties().path("FunctionName")) + ":"
                + alias.properties().path("Name").asText();
    }

    @Test
    void versions_stay_in_prod_so_that_a_rollback_is_a_move_of_the_alias() {
        assertThat(prod.resources("AWS::Lambda::Version"))
                .hasSize(PlatformFunction.values().length)
                .allMatch(version -> version.deletionPolicy().equals("Retain"));
    }

    @Test
    void logs_are_encrypted_and_forgotten() {
        for (Synthesized stage : Synthesized.all()) {
            assertThat(stage.resources("AWS::Logs::LogGroup")).isNotEmpty().allSatisfy(group -> {
                assertThat(group.properties().path("RetentionInDays").asInt()).isEqualTo(stage == prod ? 90 : 7);
                assertThat(group.properties().has("KmsKeyId")).isTrue();
            });
        }
        assertThat(prod.resources("AWS::Lambda::Function"))
                .hasSize(PlatformFunction.values().length)
                .allMatch(
                        function -> function.properties().path("LoggingConfig").has("LogGroup"));
    }

    @Test
    void a_flood_of_requests_or_queries_leaves_room_for_those_who_read_the_log_and_nights_and_ticks_run_alone() {
        assertThat(deployed(PlatformFunction.INGEST)
                        .properties()
                        .path("ReservedConcurrentExecutions")
                        .asInt())
                .isEqualTo(400);
        assertThat(deployed(PlatformFunction.QUERY)
                        .properties()
                        .path("ReservedConcurrentExecutions")
                        .asInt())
                .isEqualTo(20);
        assertThat(deployed(PlatformFunction.TICK)
                        .properties()
                        .path("ReservedConcurrentExecutions")
                        .asInt())
                .isEqualTo(1);
        assertThat(deployed(PlatformFunction.BATCH)
                        .properties()
                        .path("ReservedConcurrentExecutions")
                        .asInt())
                .isEqualTo(1);
        assertThat(deployed(PlatformFunction.WINDOW).properties().has("ReservedConcurrentExecutions"))
                .isFalse();
    }

    @Test
    void a_fresh_account_without_concurrency_to_reserve_can_deploy_dev() {
        assertThat(Synthesized.dev().resources("AWS::Lambda::Function"))
                .hasSizeGreaterThanOrEqualTo(PlatformFunction.values().length)
                .noneMatch(function -> function.properties().has("ReservedConcurrentExecutions"));
    }

    @ParameterizedTest
    @EnumSource
    void a_mapping_is_as_the_local_poller_is_told(StreamMapping mapping) {
        Resource deployed = prod.resources("AWS::Lambda::EventSourceMapping").stream()
                .filter(resource -> prod.text(resource.properties().path("FunctionName"))
                        .equals(mapping.function().nameIn("tidemark-prod") + ":live"))
                .findFirst()
                .orElseThrow();
        JsonNode properties = deployed.properties();
        assertThat(properties.path("BatchSize").asInt()).isEqualTo(mapping.batchSize());
        assertThat(properties.path("MaximumBatchingWindowInSeconds").isInt()).isTrue();
        assertThat(properties.path("MaximumBatchingWindowInSeconds").asLong())
                .isEqualTo(mapping.maximumBatchingWindow().toSeconds());
        assertThat(properties.path("StartingPosition").asText()).isEqualTo(StreamMapping.STARTING_POSITION);
        assertThat(properties.path("ParallelizationFactor").asInt()).isEqualTo(StreamMapping.PARALLELIZATION_FACTOR);
        assertThat(properties.path("BisectBatchOnFunctionError").asBoolean())
                .isEqualTo(StreamMapping.BISECT_BATCH_ON_FUNCTION_ERROR);
        assertThat(properties.path("FunctionResponseTypes"))
                .extracting(JsonNode::asText)
                .containsExactly(StreamMapping.FUNCTION_RESPONSE_TYPE);
        assertThat(prod.text(properties.path("EventSourceArn"))).isEqualTo("tidemark-prod-events");
    }

    @Test
    void no_mapping_gives_up_before_a_record_expires_and_what_expires_is_described_in_the_bucket() {
        for (Synthesized stage : Synthesized.all()) {
            assertThat(stage.resources("AWS::Lambda::EventSourceMapping"))
                    .hasSize(StreamMapping.values().length)
                    .allSatisfy(mapping -> {
                        assertThat(mapping.properties()
                                        .path("MaximumRetryAttempts")
                                        .asInt())
                                .isEqualTo(-1);
                        assertThat(mapping.properties()
                                        .path("MaximumRecordAgeInSeconds")
                                        .asInt())
                                .isEqualTo(-1);
                        assertThat(stage.text(mapping.properties()
                                        .path("DestinationConfig")
                                        .path("OnFailure")
                                        .path("Destination")))
                                .startsWith("ArchiveBucket");
                    });
        }
    }
}
