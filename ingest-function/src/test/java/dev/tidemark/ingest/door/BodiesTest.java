package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Encodings.gzip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.IngestConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for whom while bodies are decoded and read. */
class BodiesTest {

    private static final String KEYED = "keyed";

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch strangersAreRead = new CountDownLatch(1);
    private final int strangers = 4 * Runtime.getRuntime().availableProcessors();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(strangers + 10));

    private Bodies bodies;
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        bodies = new Bodies(new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class)
                .withDefaultValues(Map.of("tidemark.stream", "events"))
                .build()
                .getConfigMapping(IngestConfig.class));
        server = await(vertx.createHttpServer().requestHandler(this::read).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void end() throws Exception {
        strangersAreRead.countDown();
        await(vertx.close());
    }

    /** Those without a key take as long as the latch is closed. */
    private void read(HttpServerRequest request) {
        boolean hasKey = request.headers().contains(KEYED);
        bodies.read(request, hasKey, false)
                .subscribe()
                .with(
                        body -> {
                            try (body) {
                                if (!hasKey) {
                                    strangersAreRead.await();
                                }
                                request.response().end(Integer.toString(body.length()));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        failure -> request.response().end(failure.toString()));
    }

    @Test
    void whoHasAKeyWaitsForNoStranger() throws Exception {
        byte[] large = gzip("x".repeat(1 << 20).getBytes(UTF_8));
        List<Future<String>> ofStrangers = new ArrayList<>();
        for (int i = 0; i < strangers; i++) {
            boolean isPlain = i % 2 == 0;
            ofStrangers.add(isPlain ? send(new byte[10], false, false) : send(large, true, false));
        }
        for (int i = 0; i < strangers; i++) {
            assertThat(await(send(large, true, true))).isEqualTo("1048576");
            assertThat(await(send(new byte[10], false, true))).isEqualTo("10");
        }
        assertThat(ofStrangers).noneMatch(Future::isComplete);
        strangersAreRead.countDown();
        for (Future<String> answer : ofStrangers) {
            assertThat(await(answer)).isIn("10", "1048576");
        }
    }

    private Future<String> send(byte[] body, boolean isGzip, boolean hasKey) {
        return client.request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> {
                    if (isGzip) {
                        request.putHeader("Content-Encoding", "gzip");
                    }
                    if (hasKey) {
                        request.putHeader(KEYED, "yes");
                    }
                    // Asked for before the request is sent: who comes later may miss the body, which waits for nobody.
                    Future<String> answered =
                            request.response().compose(HttpClientResponse::body).map(Buffer::toString);
                    return request.end(Buffer.buffer(body)).compose(sent -> answered);
                });
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
