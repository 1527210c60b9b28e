package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.JSON;
import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static io.vertx.core.http.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.model.SizeLimits;
import dev.tidemark.ingest.support.KinesisForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

    private HttpClient client;

    @BeforeEach
    void open() {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1));
    }

    @AfterEach
    void close() throws Exception {
        await(client.close());
    }

    @Test
    void aBodyThatIsTooLargeEndsItsStreamAndNoOther() throws Exception {
        Answered first = post(good());
        assertThat(first.status).isEqualTo(200);
        for (boolean announced : new boolean[] {true, false}) {
            Answered refused = tooLarge(announced);
            assertThat(refused.version).isEqualTo(HttpVersion.HTTP_2);
            assertThat(refused.status).isEqualTo(413);
            assertThat(refused.headers.contains("connection")).isFalse();
        }
        Answered next = post(good());
        assertThat(next.status).isEqualTo(200);
        assertThat(next.connection).isSameAs(first.connection);
    }

    /** A server that is told to end waits for those under way, and would wait for these. */
    @Test
    void streamsWhoseConnectionIsGoneAreNotUnderWay() throws Exception {
        HttpConnection connection = null;
        for (int i = 0; i < 3; i++) {
            HttpClientRequest request = await(client.request(POST, server.port(), "127.0.0.1", "/v1/events"));
            request.putHeader("X-Api-Key", KinesisForTests.KEY).setChunked(true);
            await(request.write("{"));
            assertThat(connection == null || connection == request.connection()).isTrue();
            connection = request.connection();
        }
        waitUntilUnderWay(3);
        await(connection.close());
        waitUntilUnderWay(0);
    }

    private void waitUntilUnderWay(int requests) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (inFlight.underWay() != requests && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(inFlight.underWay()).isEqualTo(requests);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Buffer good() {
        return Buffer.buffer(envelope(newDevice(), event("e")));
    }

    private record Answered(int status, HttpVersion version, MultiMap headers, HttpConnection connection) {}

    private Answered post(Buffer body) throws Exception {
        HttpClientRequest request = request();
        Future<Answered> answered = answered(request);
        await(request.end(body));
        return await(answered);
    }

    /** Sends so much that it is refused, and hears so before it has sent all. */
    private Answered tooLarge(boolean announced) throws Exception {
        HttpClientRequest request = request().setChunked(true);
        if (announced) {
            request.setChunked(false).putHeader("Content-Length", Integer.toString(4 * SizeLimits.BODY_BYTES));
        }
        Future<Answered> answered = answered(request);
        Buffer piece = Buffer.buffer(new byte[32 << 10]);
        for (int sent = 0; sent <= (announced ? 0 : SizeLimits.BODY_BYTES); sent += piece.length()) {
            await(request.write(piece));
        }
        Answered refused = await(answered);
        request.reset();
        return refused;
    }

    private HttpClientRequest request() throws Exception {
        return await(client.request(POST, server.port(), "127.0.0.1", "/v1/events"))
                .putHeader("X-Api-Key", KinesisForTests.KEY)
                .putHeader("Content-Type", JSON);
    }

    /** To be asked for before the request is sent: who comes later may miss the body, which waits for nobody. */
    private static Future<Answered> answered(HttpClientRequest request) {
        return request.response().compose(response -> response.body()
                .map(body -> new Answered(
                        response.statusCode(), response.version(), response.headers(), request.connection())));
    }
}
