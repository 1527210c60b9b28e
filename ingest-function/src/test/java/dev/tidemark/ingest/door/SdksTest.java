package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.ingest.support.FaultProxy;
import dev.tidemark.ingest.support.FaultProxy.Fault;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What phones already have works by changing a URL: the vendors' own SDKs against the running function. */
@QuarkusTest
@TestProfile(SdksTest.ShortDeadline.class)
@QuarkusTestResource(KinesisForTests.class)
class SdksTest {

    /** Half a second to write a body, so that the SDKs see failures soon. */
    public static final class ShortDeadline implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tidemark.put.deadline", "PT0.5S", "tidemark.put.first-backoff", "PT0.01S");
        }
    }

    private static final Path SCRIPTS = Path.of("src", "test", "node");

    @Inject
    PlainServer server;

    Log log;
    FaultProxy proxy;

    private final String device = newDevice();

    @BeforeAll
    static void install() throws Exception {
        if (!Files.exists(SCRIPTS.resolve("node_modules/cloudevents"))) {
            assertThat(run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"))
                    .isZero();
        }
    }

    @AfterEach
    void calm() {
        proxy.calm();
    }

    @Test
    void segmentsSdkDeliversWithItsWriteKey() throws Exception {
        assertThat(sdk("segment", KinesisForTests.KEY, 12)).isZero();
        List<LoggedEvent> events = events();
        assertThat(events.stream().map(LoggedEvent::id))
                .containsExactlyInAnyOrderElementsOf(ids("m", 12, "page", "identify"));
        assertThat(events)
                .filteredOn(event -> event.id().equals("m3"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.type()).isEqualTo("Order Completed");
                    assertThat(event.valueMicros()).isEqualTo(1_250_000);
                    assertThat(event.attributes().get("cart.items").text()).isEqualTo("3");
                    assertThat(event.time().quality().wireName()).isEqualTo("trusted");
                });
        assertThat(events)
                .filteredOn(event -> event.id().equals("page"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.type()).isEqualTo("page");
                    assertThat(event.attributes().get("name").text()).isEqualTo("Home");
                });
        assertThat(events)
                .filteredOn(event -> event.id().equals("identify"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.attributes().get("plan").text()).isEqualTo("pro"));
    }

    @Test
    void segmentsSdkSendsAgainWhatKinesisDidNotTake() throws Exception {
        failFirstCalls();
        assertThat(sdk("segment", KinesisForTests.KEY, 6)).isZero();
        assertThat(events().stream().map(LoggedEvent::id).distinct())
                .containsExactlyInAnyOrderElementsOf(ids("m", 6, "page", "identify"));
    }

    @Test
    void amplitudesSdkDeliversWithItsKeyInTheBody() throws Exception {
        assertThat(sdk("amplitude", KinesisForTests.KEY, 12)).isZero();
        List<LoggedEvent> events = events();
        assertThat(events.stream().map(LoggedEvent::id)).containsExactlyInAnyOrderElementsOf(ids("i", 12));
        assertThat(events)
                .filteredOn(event -> event.id().equals("i7"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.type()).isEqualTo("Order Completed");
                    assertThat(event.valueMicros()).isEqualTo(2_500_000);
                    assertThat(event.attributes().get("items").text()).isEqualTo("7");
                    assertThat(event.attributes().get("platform").text()).isEqualTo("Node");
                    assertThat(event.attributes()).doesNotContainKey("ip");
                });
    }

    @Test
    void amplitudesSdkSendsAgainWhatKinesisDidNotTake() throws Exception {
        failFirstCalls();
        assertThat(sdk("amplitude", KinesisForTests.KEY, 6)).isZero();
        assertThat(events().stream().map(LoggedEvent::id).distinct()).containsExactlyInAnyOrderElementsOf(ids("i", 6));
    }

    @Test
    void amplitudesSdkGivesUpWithAWrongKey() throws Exception {
        assertThat(sdk("amplitude", "wrong", 2)).isNotZero();
        assertThat(events()).isEmpty();
    }

    @Test
    void theCloudEventsSdkDeliversInBothModes() throws Exception {
        assertThat(sdk("cloudevents", KinesisForTests.KEY, 4)).isZero();
        List<LoggedEvent> events = events();
        assertThat(events.stream().map(LoggedEvent::id)).containsExactlyElementsOf(ids("c", 4));
        assertThat(events).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo("click");
            assertThat(event.valueMicros()).isEqualTo(500_000);
            assertThat(event.attributes()).containsOnlyKeys("page");
        });
    }

    private void failFirstCalls() {
        AtomicInteger calls = new AtomicInteger();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_500);
        proxy.plan(() -> calls.incrementAndGet() < 4 || System.nanoTime() < until
                ? new Fault.Entries(i -> true, "ProvisionedThroughputExceededException")
                : new Fault.None());
    }

    private List<LoggedEvent> events() {
        return log.of(device).stream()
                .flatMap(record -> record.envelopes().stream())
                .flatMap(envelope -> envelope.events().stream())
                .toList();
    }

    private static List<String> ids(String prefix, int count, String... more) {
        return java.util.stream.Stream.concat(
                        IntStream.range(0, count).mapToObj(i -> prefix + i), java.util.stream.Stream.of(more))
                .toList();
    }

    private int sdk(String name, String key, int count) throws Exception {
        return run("node", "sdks.cjs", name, "http://127.0.0.1:" + server.port(), key, device, String.valueOf(count));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(SCRIPTS.toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " does not end");
        }
        return process.exitValue();
    }
}
