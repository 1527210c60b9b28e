package dev.tidemark.local.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.local.runtime.gateway.HttpApi;
import dev.tidemark.local.runtime.lambda.FunctionSpec;
import dev.tidemark.local.runtime.lambda.Invoker;
import dev.tidemark.local.runtime.lambda.LocalLambda;
import dev.tidemark.local.runtime.lambda.ProbeFunction;
import dev.tidemark.local.runtime.lambda.ProbeZip;
import dev.tidemark.local.runtime.mapping.EventSourceMapping;
import dev.tidemark.local.runtime.mapping.MappingSpec;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/** The example of this module's README, as it stands there. */
class ExampleTest {

    private static final String HANDLER = ProbeFunction.class.getName() + "::handleRequest";

    @Test
    void aFunctionOnAStreamAndBehindAnHttpApi(@TempDir Path data) throws Exception {
        RuntimeParts parts = Built.PARTS;
        Path zip = ProbeZip.in(data).zip();
        Clock clock = Clock.systemUTC();
        Vertx vertx = Vertx.vertx();
        // README: begin
        try (Emulators emulators = Emulators.start(parts, data, EnumSet.allOf(Emulator.class));
                LocalLambda lambda = LocalLambda.start(
                        vertx,
                        parts.runtimeInterfaceClient(),
                        data.resolve("cache"),
                        data.resolve("functions"),
                        data.resolve("logs"))) {
            var kinesis = emulators.kinesis();
            kinesis.createStream(create -> create.streamName("orders").shardCount(1));
            kinesis.waiter().waitUntilStreamExists(stream -> stream.streamName("orders"));
            Invoker function = lambda.deploy(FunctionSpec.of("orders", zip, HANDLER)
                    .withEnvironment(Map.of("TABLE_ENDPOINT", emulators.endpoint(Emulator.DYNAMODB) + "")));
            String arn = "arn:aws:%s:us-east-1:000000000000:%s/orders";
            MappingSpec spec = MappingSpec.of(
                    "orders", arn.formatted("lambda", "function"), "orders", arn.formatted("kinesis", "stream"));
            var options = new EventSourceMapping.Options(data.resolve("mappings"), true, clock);
            try (var mapping = EventSourceMapping.start(spec, kinesis, emulators.s3(), function, options);
                    var api = HttpApi.start(vertx, 0, function, clock, Duration.ofSeconds(30), Map.of())) {
                drive(kinesis, mapping, api.url());
            }
        }
        // README: end
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void drive(
            software.amazon.awssdk.services.kinesis.KinesisClient kinesis, EventSourceMapping mapping, URI api)
            throws Exception {
        long began = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            kinesis.putRecord(put -> put.streamName("orders").partitionKey("k").data(SdkBytes.fromUtf8String("{}")));
        }
        while (!mapping.caughtUpSince(began)) {
            Thread.sleep(10);
        }
        assertThat(mapping.stats().records()).isEqualTo(3);

        var answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(api).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void theReadmeHasItWordForWord() throws Exception {
        Path source = Built.PARTS
                .module()
                .resolve("src/test/java")
                .resolve(ExampleTest.class.getName().replace('.', '/') + ".java");
        String test = Files.readString(source, UTF_8);
        String example = test.substring(test.indexOf("// README: begin\n") + 17, test.indexOf("        // README: end"))
                .stripTrailing()
                .stripIndent();
        assertThat(Files.readString(Built.PARTS.module().resolve("README.md"), UTF_8))
                .contains(example);
    }
}
