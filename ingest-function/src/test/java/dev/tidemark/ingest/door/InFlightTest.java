package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.JSON;
import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;

import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.support.KinesisForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many requests may be under way, whoever asks, over HTTP/1 and HTTP/2. */
@QuarkusTest
@TestProfile(InFlightTest.Few.class)
@QuarkusTestResource(KinesisForTests.class)
class InFlightTest {

    private static final int MOST = 40;
    private static final int MOST_KEYLESS = 5;

    public static final class Few implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tidemark.http.requests",
                    Integer.toString(MOST),
                    "tidemark.http.keyless-requests",
                    Integer.toString(MOST_KEYLESS),
                    // However slow the machine is that this runs on.
                    "tidemark.http.body-deadline",
                    "PT2M");
        }
    }

    @Inject
    PlainServer server;

    @Inject
    InFlight inFlight;

    @Inject
    Bodies bodies;

    @Inject
    IngestConfig config;

    @Inject
    Vertx vertx;

    private Requests requests;

    @BeforeEach
    void connect() {
        requests = new Requests(server);
    }

    @Test
    void whatComesOnTopIsToBeSentAgainAndHealthIsToldAllTheSame() throws Exception {
        List<Socket> slow = dripping("/v1/events", "X-Api-Key: " + KinesisForTests.KEY + "\r\n", MOST);
        requests.post(JSON, envelope(newDevice(), event("a")))
                .statusCode(503)
                .contentType(Problem.MEDIA_TYPE)
                .header("Retry-After", matchesPattern("[1-9]"))
                .body(containsString("too many requests at once"));
        HttpClient http2 = http2(false);
        assertThat(await(ask(http2, "/v1/time")).statusCode()).isEqualTo(503);
        assertThat(await(ask(http2, "/q/health/live")).statusCode()).isEqualTo(200);
        requests.anonymous().get("/q/health/live").then().statusCode(200);
        for (Socket socket : slow) {
            socket.close();
        }
        waitUntilUnderWay(0);
        requests.post(JSON, envelope(newDevice(), event("a"))).statusCode(200);
        await(http2.close());
    }

    /** Strangers who drip keep nobody out: the body that has been arriving for longest gives its place. */
    @Test
    void thoseThatShowNoKeyAreFewAndGiveWay() throws Exception {
        List<Socket> slow = dripping("/2/httpapi", "", MOST_KEYLESS);
        waitUntil(() -> bodies.keylessUnderWay() == MOST_KEYLESS);
        for (int i = 0; i < 3; i++) {
            withKeyInBody(KinesisForTests.KEY).then().statusCode(200);
        }
        requests.post(JSON, envelope(newDevice(), event("a"))).statusCode(200);
        assertThat(bodies.keylessUnderWay()).isEqualTo(MOST_KEYLESS - 1);
        List<Socket> more = dripping("/2/httpapi", "", 1 + 2, MOST_KEYLESS);
        String first = new String(slow.get(0).getInputStream().readNBytes(12), ISO_8859_1);
        assertThat(first).isEqualTo("HTTP/1.1 503");
        slow.addAll(more);
        for (Socket socket : slow) {
            socket.close();
        }
        waitUntilUnderWay(0);
        waitUntil(() -> bodies.keylessUnderWay() == 0);
        assertThat(bodies.bytesLeft()).isEqualTo(allBytes());
    }

    /** Whoever sends a body and leaves, at whatever moment, takes nothing along. */
    @ParameterizedTest
    @ValueSource(strings = {"", "X-Api-Key: " + KinesisForTests.KEY + "\r\n"})
    void requestsThatAreAbandonedGiveEverythingBack(String headers) throws Exception {
        String event = "{\"device_id\":\"d\",\"event_type\":\"" + "t".repeat(50) + "\"},";
        byte[] body = Encodings.gzip(
                ("{\"api_key\":\"nobody's\",\"events\":[" + event.repeat(50_000) + "{}]}").getBytes(ISO_8859_1));
        byte[] head = ("POST /2/httpapi HTTP/1.1\r\nHost: h\r\n" + headers
                        + "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        for (int i = 0; i < 60; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write(head);
                // Of some the last byte is missing.
                socket.getOutputStream().write(body, 0, i % 4 == 0 ? body.length - 1 : body.length);
                socket.getOutputStream().flush();
                Thread.sleep(i % 5);
            }
        }
        waitUntilUnderWay(0);
        waitUntil(() -> bodies.keylessUnderWay() == 0 && bodies.bytesLeft() == allBytes());
        assertThat(bodies.keylessUnderWay()).isZero();
        assertThat(bodies.bytesLeft()).isEqualTo(allBytes());
    }

    private long allBytes() {
        return config.http().bodyBytes() + config.http().keylessBodyBytes();
    }

    private static void waitUntil(BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    private Response withKeyInBody(String key) {
        return requests.anonymous()
                .contentType("application/json")
                .body("{\"api_key\":\"" + key + "\",\"events\":[{\"device_id\":\"d\",\"event_type\":\"t\"}]}")
                .post("/2/httpapi");
    }

    /** So many requests whose bodies do not come to their end. */
    private List<Socket> dripping(String path, String headers, int many) throws Exception {
        return dripping(path, headers, many, many);
    }

    private List<Socket> dripping(String path, String headers, int many, int then) throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: h\r\n" + headers
                                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                            .getBytes(ISO_8859_1));
            slow.add(socket);
        }
        waitUntilUnderWay(then);
        return slow;
    }

    /** Their answers would be in memory until somebody takes them. */
    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/metrics", "/k/any/q/openapi"})
    void documentsThatNobodyTakesAreFew(String document) throws Exception {
        List<HttpClient> clients = new ArrayList<>();
        List<Integer> statuses = new ArrayList<>();
        for (int connection = 0; connection < 6; connection++) {
            HttpClient client = http2(true);
            clients.add(client);
            List<Future<HttpClientResponse>> asked = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                asked.add(ask(client, document));
            }
            for (Future<HttpClientResponse> answer : asked) {
                statuses.add(await(answer).statusCode());
            }
        }
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(InFlight.MOST_DOCUMENTS);
        assertThat(statuses).filteredOn(status -> status == 503).hasSize(48 - InFlight.MOST_DOCUMENTS);
        requests.anonymous().get("/q/openapi").then().statusCode(503).header("Retry-After", matchesPattern("[1-9]"));
        requests.anonymous().get("/v1/time").then().statusCode(200);
        requests.anonymous().get("/q/health/live").then().statusCode(200);
        requests.post(JSON, envelope(newDevice(), event("a"))).statusCode(200);
        for (HttpClient client : clients) {
            await(client.close());
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (requests.anonymous().get("/q/openapi").statusCode() == 503 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        requests.anonymous().get("/q/openapi").then().statusCode(200);
    }

    @Test
    void documentsThatAreTakenAreAsManyAsSomebodyAsksFor() throws Exception {
        HttpClient http2 = http2(false);
        for (int i = 0; i < 2 * InFlight.MOST_DOCUMENTS; i++) {
            requests.anonymous().get("/q/openapi").then().statusCode(200);
            HttpClientResponse answer = await(ask(http2, "/q/openapi"));
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        await(http2.close());
    }

    private HttpClient http2(boolean takesNothing) {
        Http2Settings settings = new Http2Settings();
        if (takesNothing) {
            settings.setInitialWindowSize(0);
        }
        return vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1)
                .setInitialSettings(settings));
    }

    private Future<HttpClientResponse> ask(HttpClient client, String path) {
        return client.request(HttpMethod.GET, server.port(), "127.0.0.1", path).compose(HttpClientRequest::send);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void waitUntilUnderWay(int many) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (inFlight.underWay() != many && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(inFlight.underWay()).isEqualTo(many);
    }
}
