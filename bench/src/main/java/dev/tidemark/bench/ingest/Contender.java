package dev.tidemark.bench.ingest;

import dev.tidemark.bench.BenchException;
import dev.tidemark.bench.BenchOptions;
import dev.tidemark.bench.ServerProcess;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;

/** Those that are measured: what each is, and how it starts. */
enum Contender {
    TIDEMARK("tidemark", "the packaged server; an answer only after PutRecords has acknowledged"),
    AT_ONCE(
            "at-once",
            "the same server, one method of it cut short by an agent: reads, judges and answers, packs and writes nothing"),
    CAMEL(
            "camel",
            "Apache Camel, platform-http to aws2-kinesis, defaults: the body is one record, one PutRecord a request, nothing read");

    private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m");

    final String title;
    final String what;

    Contender(String title, String what) {
        this.title = title;
        this.what = what;
    }

    /** Starts it, and waits until it takes connections. */
    ServerProcess start(int port, String kinesis, List<String> flags) {
        String server = serverJar().toString();
        String own = System.getProperty("java.class.path");
        List<String> command = new java.util.ArrayList<>();
        command.add(ServerProcess.java());
        command.addAll(flags(flags));
        command.addAll(
                switch (this) {
                    case TIDEMARK -> List.of("-jar", server);
                    case AT_ONCE ->
                        List.of(
                                "-javaagent:" + jarOf(AtOnceAgent.class),
                                "-cp",
                                jarOf(ClassReader.class) + File.pathSeparator + server,
                                "io.quarkus.runner.GeneratedMain");
                    case CAMEL ->
                        List.of(
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                                "-cp",
                                own,
                                CamelRoute.class.getName(),
                                Integer.toString(port),
                                kinesis);
                });
        ServerProcess process = ServerProcess.start("bench-" + title, command, environment(port, kinesis));
        process.awaitPort(port);
        return process;
    }

    /** Of the JVM, for all the same: ours, and what is asked for besides. */
    static List<String> flags(List<String> more) {
        return Stream.concat(JVM.stream(), more.stream()).toList();
    }

    private static Map<String, String> environment(int port, String kinesis) {
        // Given an endpoint, ours would take it for an emulator that knows no CBOR, in which Kinesis is called.
        return Map.of(
                "CBOR_ENABLED", "true",
                "TIDEMARK_HTTP_PORT", Integer.toString(port),
                "TIDEMARK_HTTP_HOST", "127.0.0.1",
                "TIDEMARK_STREAM", "events",
                "TIDEMARK_API_KEY_HASHES", ServerProcess.KEY_HASH,
                "AWS_ENDPOINT_URL_KINESIS", kinesis,
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "bench",
                "AWS_SECRET_ACCESS_KEY", "bench",
                "AWS_EC2_METADATA_DISABLED", "true");
    }

    private static String jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class path entry that is no file", e);
        }
    }

    private static Path serverJar() {
        Path jar = BenchOptions.home().resolve("ingest-function/target/ingest-function-1.0.0-SNAPSHOT-runner.jar");
        if (!Files.exists(jar)) {
            throw new BenchException(jar + " is missing. Build it: mvn package -pl ingest-function -am");
        }
        return jar;
    }
}
