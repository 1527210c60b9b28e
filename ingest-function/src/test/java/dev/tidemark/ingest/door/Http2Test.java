package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.JSON;
import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static io.vertx.core.http.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.model.Limits;
import dev.tidemark.ingest.support.KinesisForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The server takes HTTP/2 as well, where a request is a stream and no answer ends the connection. */
@QuarkusTest
@QuarkusTestResource(KinesisForTests.class)
class Http2Test {

    @Inject
    PlainServer server;

    @Inject
    InFlight inFlight;

    @Inject
    Vertx vertx;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    @Test
    void aBodyThatIsTooLargeEndsItsStreamAndNoOther() throws Exception {
        assertThat(post(good()).statusCode()).isEqualTo(200);
        byte[] tooLarge = new byte[4 * Limits.BODY_BYTES];

        HttpResponse<String> announced = post(BodyPublishers.ofByteArray(tooLarge));
        HttpResponse<String> unannounced = post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge)));

        for (HttpResponse<String> refused : List.of(announced, unannounced)) {
            assertThat(refused.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.headers().map()).doesNotContainKey("connection");
        }
        HttpResponse<String> next = post(good());
        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(next.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    /** A server that is told to end waits for those under way, and would wait for these. */
    @Test
    void streamsWhoseConnectionIsGoneAreNotUnderWay() throws Exception {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(io.vertx.core.http.HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1);
        io.vertx.core.http.HttpClient streams = vertx.createHttpClient(options);
        HttpConnection connection = null;
        for (int i = 0; i < 3; i++) {
            HttpClientRequest request = await(streams.request(POST, server.port(), "127.0.0.1", "/v1/events"));
            request.putHeader("X-Api-Key", KinesisForTests.KEY).setChunked(true);
            await(request.write("{"));
            assertThat(connection == null || connection == request.connection()).isTrue();
            connection = request.connection();
        }
        waitUntilUnderWay(3);
        await(connection.close());
        waitUntilUnderWay(0);
        await(streams.close());
    }

    private void waitUntilUnderWay(int requests) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (inFlight.underWay() != requests && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(inFlight.underWay()).isEqualTo(requests);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static BodyPublisher good() {
        return BodyPublishers.ofString(envelope(newDevice(), event("e")));
    }

    private HttpResponse<String> post(BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/events"))
                .timeout(Duration.ofSeconds(20))
                .header("X-Api-Key", KinesisForTests.KEY)
                .header("Content-Type", JSON)
                .POST(body)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
