package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.JSON;
import static dev.tidemark.ingest.door.Requests.NDJSON;
import static dev.tidemark.ingest.door.Requests.PROBLEM;
import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.netty.channel.epoll.Epoll;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What surrounds the events: clocks, keys, limits, origins, health, metrics. */
@QuarkusTest
@TestProfile(ServiceTest.Limited.class)
@QuarkusTestResource(KinesisForTests.class)
class ServiceTest {

    private static final String SECOND_KEY = "second";
    private static final String HASH_OF_SECOND_KEY = "16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4";
    private static final Path KEYS = Path.of("target", "key-hashes");

    /** Fifty envelopes of a device at once and the next after minutes, keys in a file, one origin. */
    public static final class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Files.writeString(KEYS, "# hashes\n" + HASH_OF_SECOND_KEY + "\n");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return Map.of(
                    "tidemark.limits.device-per-second",
                    "0.001",
                    "tidemark.limits.burst-seconds",
                    "50000",
                    "tidemark.api-key-hashes-file",
                    KEYS.toString(),
                    "tidemark.cors-origins",
                    Way.ORIGIN);
        }
    }

    @Inject
    PlainServer server;

    @Inject
    Vertx vertx;

    @Inject
    Router router;

    @Inject
    InFlight inFlight;

    Log log;

    private Requests requests;
    private final String device = newDevice();

    @BeforeEach
    void connect() {
        requests = new Requests(server);
    }

    @Test
    void connectionsAreServedByLinuxsOwnCallsWhereThereAreAny() {
        assertThat(vertx.isNativeTransportEnabled()).isEqualTo(Epoll.isAvailable());
    }

    @Test
    void aPortInUseIsToldWithItsAddressAndWhatToDo() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(other.getLocalPort());
            IngestConfig config = new SmallRyeConfigBuilder()
                    .withMapping(IngestConfig.class)
                    .withDefaultValues(Map.of(
                            "tidemark.stream", "events", "tidemark.http.host", "127.0.0.1", "tidemark.http.port", port))
                    .build()
                    .getConfigMapping(IngestConfig.class);
            assertThatThrownBy(() -> new PlainServer(vertx, router, inFlight, config).start(new StartupEvent()))
                    .hasMessageContainingAll("http://127.0.0.1:" + port, "in use", "TIDEMARK_HTTP_PORT");
        }
    }

    @Test
    void aClockExchangeTellsTheOffsetWithItsBound() {
        // A device whose clock is an hour slow.
        long slow = 3_600_000;
        long sentAt = System.currentTimeMillis() - slow;
        Response time = requests.anonymous().get("/v1/time");
        long gotAt = System.currentTimeMillis() - slow;
        JsonPath stamps = time.then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .extract()
                .jsonPath();
        requests.post(
                        JSON,
                        "{\"deviceId\":\"" + device + "\",\"sentAt\":\"" + IsoInstant.format(gotAt) + "\",\"clock\":{"
                                + "\"sentAt\":\"" + IsoInstant.format(sentAt) + "\",\"receivedAt\":\""
                                + stamps.getString("receivedAt") + "\",\"respondedAt\":\""
                                + stamps.getString("respondedAt") + "\",\"gotAt\":\"" + IsoInstant.format(gotAt)
                                + "\"},\"events\":[" + event("a") + "]}")
                .statusCode(200)
                .body("clock.basis", equalTo("exchange"))
                .body("clock.boundMs", lessThan(10_000));
        assertThat(log.of(device).get(0).envelopes().get(0)).satisfies(logged -> {
            ClockOffset offset = logged.offset();
            assertThat(Math.abs(offset.offsetMillis() - slow)).isLessThanOrEqualTo(offset.boundMillis() + 1);
            assertThat(logged.exchange()).isNotNull();
        });
    }

    @Test
    void aDeviceThatSendsTooOftenIsToldToWait() {
        String fifty = IntStream.range(0, 50)
                .mapToObj(i -> envelope(device, event("e" + i)))
                .collect(Collectors.joining("\n"));
        requests.post(NDJSON, fifty).statusCode(200);
        requests.post(JSON, envelope(device, event("late")))
                .statusCode(429)
                .contentType(PROBLEM)
                .header("Retry-After", matchesPattern("[1-9]"));
        requests.anonymous()
                .contentType(JSON)
                .body(Requests.amplitude(device))
                .post("/2/httpapi")
                .then()
                .statusCode(429)
                .header("Retry-After", matchesPattern("[1-9]"))
                .body("code", equalTo(429));
        String other = newDevice();
        List<JsonPath> lines = requests.post(
                        NDJSON, envelope(device, event("later")) + "\n" + envelope(other, event("a")))
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .map(JsonPath::new)
                .toList();
        assertThat(lines.get(0).getInt("status")).isEqualTo(429);
        assertThat(lines.get(1).getInt("accepted")).isEqualTo(1);
        assertThat(log.ids(device)).hasSize(50).doesNotContain("late", "later");
    }

    @Test
    void aKeyIsRevokedByDeletingItsLine() throws Exception {
        assertThat(withSecondKey()).isEqualTo(200);
        Files.writeString(KEYS, "# none\n");
        long end = System.nanoTime() + 15_000_000_000L;
        while (withSecondKey() == 200 && System.nanoTime() < end) {
            Thread.sleep(250);
        }
        assertThat(withSecondKey()).isEqualTo(401);
        requests.post(JSON, envelope(device, event("a"))).statusCode(200);
    }

    private int withSecondKey() {
        return requests.anonymous()
                .header("X-Api-Key", SECOND_KEY)
                .contentType(JSON)
                .body(envelope(newDevice(), event("a")))
                .post("/v1/events")
                .statusCode();
    }

    @Test
    void browsersOfAllowedOriginsMaySendAndOthersNot() {
        requests.anonymous()
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-api-key,content-type")
                .options("/v1/events")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo("https://app.example"))
                .header("Access-Control-Allow-Headers", containsString("x-api-key"));
        requests.request()
                .header("Origin", "https://app.example")
                .contentType(JSON)
                .body(envelope(device, event("a")))
                .post("/v1/events")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo("https://app.example"));
        requests.anonymous()
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/v1/events")
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void readyIsWhoCanPut() {
        requests.anonymous()
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItem("log"))
                .body("checks.find { it.name == 'log' }.data.stream", equalTo("ACTIVE"));
        requests.anonymous().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void metricsCountVerdictsAndTimesAndNameNobody() {
        requests.post(JSON, envelope(device, event("a"), "{\"id\":\"b\"}")).statusCode(200);
        requests.anonymous()
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("tidemark_events_total{code=\"invalid_type\",verdict=\"rejected\"}"))
                .body(containsString("tidemark_events_total{code=\"none\",verdict=\"accepted\"}"))
                .body(containsString("tidemark_event_skew_seconds_bucket"))
                .body(containsString("tidemark_events_time_quality_total{quality=\"assumed\"}"))
                .body(containsString("tidemark_requests_total{status=\"200\"}"))
                .body(org.hamcrest.Matchers.not(containsString(device)));
    }
}
