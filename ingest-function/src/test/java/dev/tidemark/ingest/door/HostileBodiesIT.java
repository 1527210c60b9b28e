package dev.tidemark.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.support.Acknowledged;
import dev.tidemark.ingest.support.KinesisForTests;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A hundred thousand bodies at the packaged server, a process of its own whose memory is measured from outside. */
@Tag("thorough")
class HostileBodiesIT {

    private static final Path JAR = Path.of("target", "ingest-function-1.0.0-SNAPSHOT-runner.jar");
    private static final Path TOLD = Path.of("target", "hostile-bodies.log");
    private static final int BODIES = 100_000;
    private static final long MOST_KIB = 512 << 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final KinesisForTests kinesis = new KinesisForTests();
    private URI address;
    private Process server;

    @BeforeEach
    void start() throws Exception {
        Map<String, String> settings = kinesis.start();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        address = URI.create("http://127.0.0.1:" + port);
        ProcessBuilder process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        JAR.toString()))
                .redirectErrorStream(true)
                .redirectOutput(TOLD.toFile());
        settings.forEach((key, value) -> process.environment()
                .put(key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        process.environment().put("TIDEMARK_HTTP_HOST", "127.0.0.1");
        // An emulator that gets no time of a busy machine is no fault of the server.
        process.environment().put("TIDEMARK_PUT_DEADLINE", "PT25S");
        process.environment().put("TIDEMARK_PUT_CALL_TIMEOUT", "PT12S");
        process.environment().put("TIDEMARK_HTTP_PORT", Integer.toString(port));
        process.environment().put("AWS_REGION", System.getProperty("aws.region"));
        process.environment().put("AWS_ACCESS_KEY_ID", "test");
        process.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        process.environment().put("AWS_ENDPOINT_URL_KINESIS", kinesis.direct().toString());
        server = process.start();
        for (int look = 0; !isReady(); look++) {
            assertThat(server.isAlive() && look < 600)
                    .as("%s", Files.readString(TOLD))
                    .isTrue();
            Thread.sleep(200);
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.destroyForcibly().waitFor();
        kinesis.stop();
    }

    @Test
    void theyAreAnsweredWithinTheirMemoryAndTheLogHasWhatWasAccepted() throws Exception {
        Acknowledged acknowledged = HostileBodies.tryAll(3, BODIES, List.of(Way.at(address)));
        long accepted = accepted();
        assertThat(accepted).as("some are good, or this would prove nothing").isGreaterThan(BODIES / 4);
        assertThat(acknowledged.events()).isEqualTo(accepted);
        acknowledged.assertAreWhatCame(Map.of(), kinesis.log().events());
        assertThat(peakKib()).isLessThan(MOST_KIB);
        server.destroy();
        assertThat(server.waitFor(20, TimeUnit.SECONDS)).as("a clean end").isTrue();
        assertThat(Files.readString(TOLD)).doesNotContain("\"ERROR\"");
        System.out.printf("%d bodies, %d events accepted and logged, at most %d MiB%n", BODIES, accepted, peak >> 10);
    }

    private long peak;

    /** The most memory that the process has had in use, as Linux counts it: heap, code, buffers and stacks. */
    private long peakKib() throws IOException {
        peak = Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        return peak;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private long accepted() throws Exception {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("tidemark_events_total{") && line.contains("verdict=\"accepted\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
