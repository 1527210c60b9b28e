package dev.tidemark.bench.start;

import dev.tidemark.bench.BenchException;
import dev.tidemark.bench.BenchOptions;
import dev.tidemark.bench.KinesisStandIn;
import dev.tidemark.bench.ServerProcess;
import dev.tidemark.bench.report.BenchResult;
import dev.tidemark.bench.report.Peer;
import dev.tidemark.bench.report.Ratio;
import dev.tidemark.bench.report.Samples;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The ingestion function's first answer: a POST of one event, PutRecords to a stand-in included. Each way of starting in
 * turn, round by round, a new JVM each time.
 */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description =
                "From the start of the HTTP function's JVM to its first answer under the runtime interface client.")
public final class StartCommand implements Callable<Integer> {

    private static final int ROUNDS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final double TARGET_MILLIS = 1_500;

    @Mixin
    BenchOptions options = new BenchOptions();

    @Option(names = "--jdk25", paramLabel = "DIR", description = "a JDK 25, to start with its AOT cache as well")
    @Nullable
    Path jdk25;

    /** A way of starting. */
    private record Way(String name, String what, Path java, List<String> flags) {}

    @Override
    public Integer call() throws IOException {
        Instant began = Instant.now();
        int rounds = options.rounds(ROUNDS);
        Vertx vertx = Vertx.vertx();
        try (KinesisStandIn kinesis = KinesisStandIn.start(vertx, 5)) {
            List<Way> ways = ways(vertx, kinesis);
            Map<Way, List<Double>> millis = new LinkedHashMap<>();
            for (int round = 1; round <= rounds; round++) {
                for (Way way : ways) {
                    System.err.println("tidemark bench: round " + round + " of " + rounds + ": " + way.name());
                    millis.computeIfAbsent(way, first -> new ArrayList<>()).add(start(vertx, kinesis, way));
                }
            }
            options.publish(result(began, millis));
        } finally {
            vertx.close();
        }
        return 0;
    }

    private static BenchResult result(Instant began, Map<Way, List<Double>> millis) {
        List<Peer> peers = new ArrayList<>();
        List<Ratio> ratios = new ArrayList<>();
        millis.forEach((way, values) -> {
            Samples samples = new Samples(values);
            peers.add(new Peer(way.name(), way.what(), Map.of("first answer, ms", samples)));
            ratios.add(Ratio.atMost(way.name() + ", ms", samples, TARGET_MILLIS));
        });
        return new BenchResult(
                "start",
                began,
                Map.of("measured", "from the start of the process to its answer to a POST of one event, acknowledged"),
                peers,
                ratios);
    }

    private List<Way> ways(Vertx vertx, KinesisStandIn kinesis) throws IOException {
        Path directory = BenchOptions.directory();
        Path java = Path.of(ServerProcess.java());
        List<Way> ways = new ArrayList<>();
        ways.add(new Way("plain", "this Java, the class path as packaged, no archive", java, List.of("-Xshare:auto")));
        Path cds = directory.resolve("start.jsa");
        List<String> quick = List.of("-XX:TieredStopAtLevel=1");
        train(vertx, kinesis, new Way("train-cds", "", java, with(quick, "-XX:ArchiveClassesAtExit=" + cds)));
        ways.add(new Way(
                "CDS + C1",
                "this Java, an archive of the classes of a training run, the first compiler alone",
                java,
                with(quick, "-XX:SharedArchiveFile=" + cds)));
        if (jdk25 != null) {
            Path java25 = jdk25.resolve("bin/java");
            Path aot = directory.resolve("start.aot");
            train(vertx, kinesis, new Way("train-aot", "", java25, with(quick, "-XX:AOTCacheOutput=" + aot)));
            ways.add(new Way(
                    "25 + AOT cache + C1",
                    "Java 25, the cache of a training run, the first compiler alone",
                    java25,
                    with(quick, "-XX:AOTCache=" + aot)));
        }
        return ways;
    }

    private static List<String> with(List<String> flags, String flag) {
        return Stream.concat(flags.stream(), Stream.of(flag)).toList();
    }

    private void train(Vertx vertx, KinesisStandIn kinesis, Way way) {
        System.err.println("tidemark bench: " + way.name());
        start(vertx, kinesis, way);
    }

    /** Milliseconds to its first answer; it is told to end, and has ended, when this returns. */
    private double start(Vertx vertx, KinesisStandIn kinesis, Way way) {
        try (OneCallRuntime runtime = OneCallRuntime.start(vertx, event())) {
            long start = System.nanoTime();
            try (ServerProcess process =
                    ServerProcess.start("start", command(way), environment(runtime.address(), kinesis.endpoint()))) {
                return (runtime.awaitAnswer(PATIENCE) - start) / 1e6;
            }
        }
    }

    private static List<String> command(Way way) {
        Path client = BenchOptions.home().resolve("infra/local/runtime/target/runtime-interface-client");
        Path server = BenchOptions.home().resolve("ingest-function/target/ingest-function-1.0.0-SNAPSHOT-runner.jar");
        if (!Files.isDirectory(client) || !Files.exists(server)) {
            throw new BenchException("missing: " + client + " or " + server + ". Build them: mvn package -DskipTests");
        }
        List<String> classPath = new ArrayList<>();
        try (Stream<Path> jars = Files.list(client)) {
            jars.map(Path::toString).sorted().forEach(classPath::add);
        } catch (IOException e) {
            throw new BenchException("cannot read " + client + ": " + e.getMessage(), e);
        }
        classPath.add(server.toString());
        List<String> command = new ArrayList<>(List.of(way.java().toString(), "-Xmx819m", "-XX:+UseSerialGC"));
        command.addAll(way.flags());
        command.addAll(List.of(
                "-cp",
                String.join(File.pathSeparator, classPath),
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest"));
        return command;
    }

    private static Map<String, String> environment(String runtimeApi, String kinesis) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", "ingest");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        variables.put("LAMBDA_TASK_ROOT", BenchOptions.directory().toString());
        variables.put("_HANDLER", "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest");
        variables.put("AWS_REGION", "us-east-1");
        variables.put("AWS_ACCESS_KEY_ID", "bench");
        variables.put("AWS_SECRET_ACCESS_KEY", "bench");
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        variables.put("AWS_ENDPOINT_URL_KINESIS", kinesis);
        // Given an endpoint, ours would take it for an emulator that knows no CBOR, in which Kinesis is called.
        variables.put("CBOR_ENABLED", "true");
        variables.put("TIDEMARK_STREAM", "events");
        variables.put("TIDEMARK_API_KEY_HASHES", ServerProcess.KEY_HASH);
        return variables;
    }

    /** What an HTTP API calls the function with. */
    private static Buffer event() {
        long now = System.currentTimeMillis();
        String body = "{\\\"deviceId\\\":\\\"d\\\",\\\"events\\\":[{\\\"id\\\":\\\"e\\\",\\\"type\\\":\\\"ad_click\\\","
                + "\\\"occurredAt\\\":\\\"" + Instant.ofEpochMilli(now) + "\\\",\\\"value\\\":1.25}]}";
        return Buffer.buffer(
                "{\"version\":\"2.0\",\"routeKey\":\"$default\",\"rawPath\":\"/v1/events\",\"rawQueryString\":\"\","
                        + "\"headers\":{\"content-type\":\"application/json\",\"host\":\"bench\",\"x-api-key\":\""
                        + ServerProcess.KEY
                        + "\"},\"requestContext\":{\"accountId\":\"000000000000\",\"apiId\":\"bench\",\"domainName\":\"bench\","
                        + "\"http\":{\"method\":\"POST\",\"path\":\"/v1/events\",\"protocol\":\"HTTP/1.1\",\"sourceIp\":\"127.0.0.1\","
                        + "\"userAgent\":\"bench\"},\"requestId\":\"first\",\"stage\":\"$default\",\"timeEpoch\":" + now
                        + "},\"body\":\"" + body + "\",\"isBase64Encoded\":false}");
    }
}
