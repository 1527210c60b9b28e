package dev.tidemark.local.runtime.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import dev.tidemark.local.runtime.lambda.InvocationOutcome;
import dev.tidemark.local.runtime.lambda.Invoker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpApiTest {

    private static final Instant NOW = Instant.parse("2026-11-22T01:02:03.456Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Vertx vertx;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicReference<byte[]> event = new AtomicReference<>();
    private final AtomicReference<CompletableFuture<InvocationOutcome>> answer = new AtomicReference<>();

    private HttpApi gateway;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void start() {
        answers("{\"statusCode\":200}");
        Invoker function = (payload, affinity) -> {
            event.set(payload);
            return payload.length > Invoker.MAX_PAYLOAD
                    ? CompletableFuture.completedFuture(new InvocationOutcome.TooLarge(payload.length))
                    : answer.get();
        };
        gateway = HttpApi.start(
                vertx,
                0,
                function,
                Clock.fixed(NOW, ZoneOffset.UTC),
                Duration.ofMillis(700),
                Map.of("allowedOrigins", "https://shop.example"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aRequestBecomesAnEventOfVersionTwo() throws Exception {
        http.send(
                request("/v1/events?a=1&b=x%20y&a=2", BodyPublishers.ofString("{\"ü\":1}"))
                        .header("Content-Type", "application/json; charset=utf-8")
                        .header("X-Api-Key", "local")
                        .header("X-Many", "1")
                        .header("X-Many", "2")
                        .header("Cookie", "c1=v1; c2=v2")
                        .header("User-Agent", "probe/1")
                        .build(),
                BodyHandlers.ofString());

        JsonNode seen = event();
        assertThat(seen.get("version").asText()).isEqualTo("2.0");
        assertThat(seen.get("routeKey").asText()).isEqualTo("$default");
        assertThat(seen.get("rawPath").asText()).isEqualTo("/v1/events");
        assertThat(seen.get("rawQueryString").asText()).isEqualTo("a=1&b=x%20y&a=2");
        assertThat(seen.at("/queryStringParameters/a").asText()).isEqualTo("1,2");
        assertThat(seen.at("/queryStringParameters/b").asText()).isEqualTo("x y");
        assertThat(seen.at("/headers/x-api-key").asText()).isEqualTo("local");
        assertThat(seen.at("/headers/x-many").asText()).isEqualTo("1,2");
        assertThat(seen.at("/headers/x-forwarded-for").asText()).isEqualTo("127.0.0.1");
        assertThat(seen.at("/headers/cookie").isMissingNode()).isTrue();
        assertThat(seen.get("cookies")).hasToString("[\"c1=v1\",\"c2=v2\"]");
        assertThat(seen.at("/requestContext/stage").asText()).isEqualTo("$default");
        assertThat(seen.at("/requestContext/timeEpoch").asLong()).isEqualTo(NOW.toEpochMilli());
        assertThat(seen.at("/requestContext/time").asText()).isEqualTo("22/Nov/2026:01:02:03 +0000");
        assertThat(seen.at("/requestContext/http/method").asText()).isEqualTo("POST");
        assertThat(seen.at("/requestContext/http/path").asText()).isEqualTo("/v1/events");
        assertThat(seen.at("/requestContext/http/sourceIp").asText()).isEqualTo("127.0.0.1");
        assertThat(seen.at("/requestContext/http/userAgent").asText()).isEqualTo("probe/1");
        assertThat(seen.get("body").asText()).isEqualTo("{\"ü\":1}");
        assertThat(seen.get("isBase64Encoded").asBoolean()).isFalse();
        assertThat(seen.get("stageVariables")).hasToString("{\"allowedOrigins\":\"https://shop.example\"}");
    }

    @Test
    void aClientCannotPutAnythingBesideTheStagesVariables() throws Exception {
        http.send(
                request(
                                "/?stageVariables=x&allowedOrigins=https://evil.example",
                                BodyPublishers.ofString(
                                        "{\"stageVariables\":{\"allowedOrigins\":\"https://evil.example\"}}"))
                        .header("stageVariables", "{\"allowedOrigins\":\"https://evil.example\"}")
                        .header("allowedOrigins", "https://evil.example")
                        .build(),
                BodyHandlers.ofString());

        assertThat(event().get("stageVariables")).hasToString("{\"allowedOrigins\":\"https://shop.example\"}");
    }

    @Test
    void aStageWithoutVariablesHandsNoneOn() throws Exception {
        try (HttpApi plain = HttpApi.start(
                vertx,
                0,
                (payload, affinity) -> {
                    event.set(payload);
                    return answer.get();
                },
                Clock.systemUTC(),
                Duration.ofSeconds(5),
                Map.of())) {
            http.send(HttpRequest.newBuilder(plain.url().resolve("/v1/time")).build(), BodyHandlers.ofString());
        }
        assertThat(event().has("stageVariables")).isFalse();
    }

    @Test
    void whatIsCompressedOrNoTextIsPassedOnInBase64() throws Exception {
        byte[] bytes = {31, (byte) 139, 0, 1};
        http.send(
                request("/", BodyPublishers.ofByteArray(bytes))
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "gzip")
                        .build(),
                BodyHandlers.ofString());
        assertBinary(bytes);

        http.send(
                request("/", BodyPublishers.ofByteArray(bytes))
                        .header("Content-Type", "application/x-ndjson")
                        .build(),
                BodyHandlers.ofString());
        assertBinary(bytes);

        http.send(
                request("/", BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 'a'}))
                        .header("Content-Type", "text/plain")
                        .build(),
                BodyHandlers.ofString());
        assertBinary(new byte[] {(byte) 0xff, 'a'});

        http.send(HttpRequest.newBuilder(gateway.url()).build(), BodyHandlers.ofString());
        assertThat(event().has("body")).isFalse();
        assertThat(event().get("isBase64Encoded").asBoolean()).isFalse();
    }

    private void assertBinary(byte[] bytes) throws IOException {
        assertThat(event().get("isBase64Encoded").asBoolean()).isTrue();
        assertThat(Base64.getDecoder().decode(event().get("body").asText())).isEqualTo(bytes);
    }

    @Test
    void anAnswerBecomesAResponse() throws Exception {
        answers("{\"statusCode\":202,\"headers\":{\"X-One\":\"1\",\"content-length\":\"999\"},"
                + "\"multiValueHeaders\":{\"x-two\":[\"a\",\"b\"]},\"cookies\":[\"c=1\"],\"body\":\"grüezi\"}");
        HttpResponse<String> response = post("{}");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("x-one")).contains("1");
        assertThat(response.headers().allValues("x-two")).containsExactly("a", "b");
        assertThat(response.headers().firstValue("set-cookie")).contains("c=1");
        assertThat(response.body()).isEqualTo("grüezi");

        answers("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"AQID\"}");
        byte[] body = http.send(request("/", BodyPublishers.noBody()).build(), BodyHandlers.ofByteArray())
                .body();
        assertThat(body).containsExactly(1, 2, 3);

        answers("{\"just\":\"json\"}");
        assertThat(post("{}").statusCode()).isEqualTo(200);
        assertThat(post("{}").body()).isEqualTo("{\"just\":\"json\"}");

        answers("{\"statusCode\":204}");
        assertThat(post("{}").statusCode()).isEqualTo(204);
    }

    @Test
    void aFunctionThatFailsOrIsThrottledOrAnswersNonsenseIsAServerError() throws Exception {
        answer.set(CompletableFuture.completedFuture(
                new InvocationOutcome.InvocationFailed("r", "Unhandled", new byte[0])));
        assertThat(post("{}").statusCode()).isEqualTo(500);
        answer.set(CompletableFuture.completedFuture(new InvocationOutcome.Throttled()));
        assertThat(post("{}").statusCode()).isEqualTo(503);
        answers("{\"statusCode\":1}");
        assertThat(post("{}").statusCode()).isEqualTo(500);
        answers("not json");
        assertThat(post("{}").statusCode()).isEqualTo(500);
    }

    @Test
    void bodiesThatAreTooLargeAreRefused() throws Exception {
        byte[] eleven = new byte[11 * 1024 * 1024];
        assertThat(statusOf("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + eleven.length + "\r\n\r\n"))
                .isEqualTo(413);
        // Below API Gateway's bound and above Lambda's.
        assertThat(http.send(
                                request("/", BodyPublishers.ofByteArray(new byte[9 << 20]))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(413);
        assertThat(post("{}").statusCode()).as("the next good request works").isEqualTo(200);
    }

    @Test
    void aClientThatIsTooSlowOrGoesAwayHarmsNobodyElse() throws Exception {
        assertThat(statusOf("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"))
                .isEqualTo(408);
        assertThat(statusOf("GARBAGE\r\n\r\n")).isEqualTo(400);
        try (Socket socket = new Socket("127.0.0.1", gateway.url().getPort())) {
            socket.getOutputStream().write("POST / HTTP/1.1\r\nContent-Le".getBytes(StandardCharsets.US_ASCII));
        }
        CompletableFuture<InvocationOutcome> late = new CompletableFuture<>();
        answer.set(late);
        try (Socket socket = new Socket("127.0.0.1", gateway.url().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (event.get() == null) {
                Thread.sleep(5);
            }
        }
        late.complete(new InvocationOutcome.Returned("r", "{\"statusCode\":200}".getBytes(StandardCharsets.US_ASCII)));
        answers("{\"statusCode\":200}");
        assertThat(post("{}").statusCode()).isEqualTo(200);
    }

    @Test
    void drainingAnswersWhatIsInFlightAndRefusesTheRest() throws Exception {
        CompletableFuture<InvocationOutcome> late = new CompletableFuture<>();
        answer.set(late);
        CompletableFuture<HttpResponse<String>> first =
                http.sendAsync(request("/", BodyPublishers.ofString("{}")).build(), BodyHandlers.ofString());
        while (event.get() == null) {
            Thread.sleep(5);
        }
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> gateway.drain(Duration.ofSeconds(10)));
        Thread.sleep(100);
        assertThat(post("{}").statusCode()).isEqualTo(503);
        assertThat(drained).isNotDone();
        late.complete(new InvocationOutcome.Returned("r", "{\"statusCode\":200}".getBytes(StandardCharsets.US_ASCII)));
        drained.join();
        assertThat(first.join().statusCode()).isEqualTo(200);
    }

    @Test
    void aPortThatIsInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> HttpApi.start(
                            vertx,
                            taken.getLocalPort(),
                            (p, a) -> answer.get(),
                            Clock.systemUTC(),
                            Duration.ofSeconds(1),
                            Map.of()))
                    .isInstanceOf(LocalRuntimeException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("--port")
                    .extracting(e -> ((LocalRuntimeException) e).problem())
                    .isEqualTo(RuntimeProblem.PORT_IN_USE);
        }
    }

    private void answers(String json) {
        answer.set(CompletableFuture.completedFuture(
                new InvocationOutcome.Returned("r", json.getBytes(StandardCharsets.UTF_8))));
    }

    private HttpRequest.Builder request(String path, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + path)).POST(body);
    }

    private HttpResponse<String> post(String body) throws Exception {
        return http.send(request("/", BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    /** Sends bytes as they are, and reads the status of what comes back. */
    private int statusOf(String raw) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.url().getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(raw.getBytes(StandardCharsets.US_ASCII));
            byte[] head = socket.getInputStream().readNBytes(12);
            return Integer.parseInt(new String(head, StandardCharsets.US_ASCII).substring(9));
        }
    }

    private JsonNode event() throws IOException {
        return JSON.readTree(event.get());
    }
}
