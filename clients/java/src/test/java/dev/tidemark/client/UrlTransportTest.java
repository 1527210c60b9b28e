package dev.tidemark.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UrlTransportTest {

    private final List<String> requests = new ArrayList<>();
    private final MemoryStorage storage = new MemoryStorage();
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            String body = zipped
                    ? new String(
                            new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes(), StandardCharsets.UTF_8)
                    : new String(sent, StandardCharsets.UTF_8);
            requests.add("%s %s key %s%s, %d events"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("X-Api-Key"),
                            zipped ? " gzip" : "",
                            body.split("occurredAt", -1).length - 1));
            byte[] answer = (exchange.getRequestMethod().equals("GET")
                            ? "{\"receivedAt\":\"2026-11-22T20:00:00.100Z\",\"respondedAt\":\"2026-11-22T20:00:00.100Z\"}"
                            : "{\"accepted\":" + (body.split("occurredAt", -1).length - 1) + "}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.getResponseHeaders().set("Retry-After", "60");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private TidemarkClient client() throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        return TidemarkClient.open(url, "k", "d", storage, new OutboxListener() {});
    }

    @Test
    void small_bodies_go_as_they_are_and_large_ones_compressed() throws Exception {
        TidemarkClient client = client();
        client.track(Event.of("t"));
        assertThat(client.flush()).isZero();
        for (int i = 0; i < 20; i++) {
            client.track(Event.of("t"));
        }
        assertThat(client.flush()).isZero();
        assertThat(requests)
                .containsExactly(
                        "GET /v1/time key k, 0 events",
                        "POST /v1/events key k, 1 events",
                        "POST /v1/events key k gzip, 20 events");
        assertThat(client.queued()).isZero();
    }

    @Test
    void a_redirection_is_no_answer_and_the_pause_is_the_servers() throws Exception {
        status = 302;
        TidemarkClient client = client();
        client.track(Event.of("t"));
        client.flush();
        assertThat(requests).allMatch(request -> request.contains(" /v1/"));
        status = 503;
        TidemarkClient again = client();
        assertThat(again.flush()).isBetween(59_000L, 72_000L);
        assertThat(again.queued()).isEqualTo(1);
    }

    @Test
    void no_server_is_a_failure_like_others_and_a_started_client_sends_by_itself() throws Exception {
        TidemarkClient nowhere = TidemarkClient.open("http://127.0.0.1:1", "k", "d", storage, new OutboxListener() {});
        nowhere.track(Event.of("t"));
        assertThat(nowhere.flush()).isPositive();
        try (TidemarkClient client = client()) {
            client.start(10);
            while (client.queued() > 0) {
                Thread.sleep(5);
            }
        }
        assertThat(requests).contains("POST /v1/events key k, 1 events");
    }
}
