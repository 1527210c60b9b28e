package dev.tidemark.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import dev.tidemark.local.runtime.lambda.FunctionSpec;
import dev.tidemark.local.runtime.lambda.ProbeZip;
import dev.tidemark.local.runtime.mapping.MappingSpec;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.KeyHashes;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.StreamMapping;
import dev.tidemark.platform.Table;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The whole platform, with a probe in the place of each function. */
class LocalPlatformTest {

    @TempDir
    private Path directory;

    private Path data;
    private Path views;

    @BeforeEach
    void prepare() throws IOException {
        data = directory.resolve("data");
        views = Files.createFile(directory.resolve("views.yaml"));
    }

    @Test
    void itTakesRequestsProcessesTheStreamTicksAndLeavesNothingBehind() throws Exception {
        List<ProcessHandle> children;
        try (LocalPlatform platform = LocalPlatform.start(options().build())) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(platform.ingestUrl().resolve("/v1/events"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);

            putRecords(platform, 10);
            platform.awaitCaughtUp(Duration.ofSeconds(30));
            assertThat(platform.caughtUp()).isTrue();
            assertThat(platform.stats().mappings().get("window").records()).isEqualTo(10);
            assertThat(platform.stats().mappings().get("archive").records()).isEqualTo(10);
            platform.tickNow();
            assertThat(platform.stats().functions().get("tick").invocations()).isEqualTo(1);
            assertThat(platform.killBusyInstance("window")).isFalse();

            assertThatThrownBy(() -> LocalPlatform.start(options().build()))
                    .isInstanceOf(LocalRuntimeException.class)
                    .hasMessageContaining(data.toString())
                    .extracting(e -> ((LocalRuntimeException) e).problem())
                    .isEqualTo(RuntimeProblem.DATA_DIRECTORY_IN_USE);

            putItem(platform);
            try (LocalStores stores = LocalStores.start(data)) {
                assertThat(stores.shared()).isTrue();
                assertThat(items(stores)).isEqualTo(1);
            }
            children = ProcessHandle.current().children().toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(5);
        }
        assertThat(children).noneMatch(ProcessHandle::isAlive);

        try (LocalStores stores = LocalStores.start(data)) {
            assertThat(stores.shared()).isFalse();
            assertThat(items(stores)).as("kept over the restart").isEqualTo(1);
        }
        try (LocalPlatform platform = LocalPlatform.start(options().build())) {
            platform.awaitCaughtUp(Duration.ofSeconds(30));
            assertThat(platform.stats().mappings().get("window").records())
                    .as("done before the restart")
                    .isZero();
        }
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Files.createFile(data);
        assertThatThrownBy(() -> LocalPlatform.start(options().build()))
                .isInstanceOf(LocalRuntimeException.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining("--data")
                .extracting(e -> ((LocalRuntimeException) e).problem())
                .isEqualTo(RuntimeProblem.DATA_DIRECTORY);
    }

    @Test
    void aMissingPackageStopsTheStartAndLeavesNothingRunning() {
        LocalPlatformOptions options = options()
                .tuneFunction(function ->
                        FunctionSpec.of(function.name(), directory.resolve("none/function.zip"), function.handler()))
                .build();
        assertThatThrownBy(() -> LocalPlatform.start(options))
                .isInstanceOf(LocalRuntimeException.class)
                .hasMessageContaining("function.zip")
                .extracting(e -> ((LocalRuntimeException) e).problem())
                .isEqualTo(RuntimeProblem.NOT_BUILT);
        assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void aPortOfQueriesThatIsInUseIsNamedAndLeavesNothingRunning() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> LocalPlatform.start(
                            options().queryPort(taken.getLocalPort()).build()))
                    .isInstanceOf(LocalRuntimeException.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageEndingWith("choose another port with --port: queries are answered on the one behind it")
                    .extracting(e -> ((LocalRuntimeException) e).problem())
                    .isEqualTo(RuntimeProblem.PORT_IN_USE);
        }
        assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void queriesAreAnsweredAtAnAddressOfTheirOwnByAFunctionWithKeysOfItsOwn() throws Exception {
        Map<String, FunctionSpec> functions = new HashMap<>();
        LocalPlatformOptions options = options()
                .apiKey("sender")
                .queryKey("reader")
                .tuneFunction(function -> {
                    functions.put(function.name(), function);
                    return probe(function);
                })
                .build();
        try (LocalPlatform platform = LocalPlatform.start(options)) {
            assertThat(platform.queryUrl()).isNotEqualTo(platform.ingestUrl());
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(platform.queryUrl().resolve("/v1/views"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(platform.stats().functions().get("query").invocations()).isEqualTo(1);
            assertThat(platform.stats().functions().get("ingest").invocations()).isZero();
        }
        assertThat(functions.get("ingest").environment())
                .containsEntry(Environment.API_KEY_HASHES, KeyHashes.hash("sender"))
                .doesNotContainKey(Environment.QUERY_KEY_HASHES);
        assertThat(functions.get("query").environment())
                .containsEntry(Environment.QUERY_KEY_HASHES, KeyHashes.hash("reader"))
                .doesNotContainKey(Environment.API_KEY_HASHES);
    }

    /** What is deployed is held against the same contract, in the tests of the deployed stack. */
    @Test
    void functionsAndMappingsAreThoseOfTheContract() {
        Map<String, FunctionSpec> functions = new HashMap<>();
        Map<String, MappingSpec> mappings = new HashMap<>();
        LocalPlatformOptions options = options()
                .tuneFunction(function -> {
                    functions.put(function.name(), function);
                    return probe(function);
                })
                .tuneMapping(mapping -> {
                    mappings.put(mapping.name(), mapping);
                    return mapping;
                })
                .build();
        LocalPlatform.start(options).close();

        assertThat(functions).containsOnlyKeys("ingest", "window", "archive", "tick", "query");
        functions.forEach((name, local) -> {
            PlatformFunction contract = PlatformFunction.valueOf(name.toUpperCase(Locale.ROOT));
            assertThat(local.zip()).isEqualTo(options.checkout().zip(contract));
            assertThat(local.handler()).isEqualTo(contract.handler());
            assertThat(local.memoryMegabytes()).isEqualTo(contract.memoryMegabytes());
            assertThat(local.timeout()).isEqualTo(contract.timeout());
            assertThat(local.environment())
                    .containsAllEntriesOf(contract.environment(
                            "tidemark-events",
                            "tidemark-archive",
                            table -> table.nameIn("tidemark"),
                            views.toString()));
        });
        assertThat(mappings).containsOnlyKeys("window", "archive");
        mappings.forEach((name, local) -> {
            StreamMapping contract = StreamMapping.valueOf(name.toUpperCase(Locale.ROOT));
            assertThat(local.functionArn()).endsWith(":" + contract.function().shortName());
            assertThat(local.batchSize()).isEqualTo(contract.batchSize());
            assertThat(local.maximumBatchingWindow())
                    .as("somebody waits: never longer than the contract's, and a second at most")
                    .isLessThanOrEqualTo(contract.maximumBatchingWindow())
                    .isLessThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(local.reportBatchItemFailures()).isTrue();
            assertThat(local.bisectBatchOnFunctionError()).isEqualTo(StreamMapping.BISECT_BATCH_ON_FUNCTION_ERROR);
            assertThat(local.maximumRetryAttempts()).isEqualTo(StreamMapping.MAXIMUM_RETRY_ATTEMPTS);
            assertThat(local.maximumRecordAge()).isNull();
            assertThat(local.onFailureBucket()).isEqualTo("tidemark-archive");
        });
    }

    private LocalPlatformOptions.Builder options() {
        return LocalPlatformOptions.builder(data, views)
                .shards(2)
                .tickEvery(Duration.ZERO)
                .tuneFunction(this::probe);
    }

    private FunctionSpec probe(FunctionSpec function) {
        FunctionSpec probe = ProbeZip.in(directory);
        return new FunctionSpec(
                function.name(),
                probe.zip(),
                probe.handler(),
                128,
                function.timeout(),
                1,
                function.maxQueued(),
                function.environment(),
                List.of());
    }

    private static void putRecords(LocalPlatform platform, int count) {
        for (int i = 0; i < count; i++) {
            String key = "k" + i;
            platform.kinesis().putRecord(put -> put.streamName(platform.names().stream())
                    .partitionKey(key)
                    .data(SdkBytes.fromUtf8String("{}")));
        }
    }

    private static void putItem(LocalPlatform platform) {
        platform.dynamoDb().putItem(put -> put.tableName(platform.names().table(Table.CELLS))
                .item(Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromS("s"))));
    }

    private static int items(LocalStores stores) {
        return stores.dynamoDb()
                .scan(scan -> scan.tableName(stores.names().table(Table.CELLS)))
                .count();
    }
}
