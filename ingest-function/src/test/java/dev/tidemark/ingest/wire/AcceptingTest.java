package dev.tidemark.ingest.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No server listens unguarded. */
class AcceptingTest {

    private final Vertx vertx = Vertx.vertx();
    private final Accepting accepting =
            new Accepting(new HttpServerOptions(), Duration.ofMillis(100), () -> "late".getBytes(US_ASCII));

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void itStandsBeforeTheServerOfAPortAsOftenAsItIsAsked() throws Exception {
        HttpServer server = await(vertx.createHttpServer(new HttpServerOptions().setPort(0))
                .requestHandler(request -> request.response().end())
                .listen());
        await(accepting.standBefore(vertx, server.actualPort()));
        await(accepting.standBefore(vertx, server.actualPort()));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write('P');
            assertThat(socket.getInputStream().readAllBytes())
                    .asString(US_ASCII)
                    .isEqualTo("late");
        }
    }

    @Test
    void whereNoServerListensItSaysSo() {
        assertThatThrownBy(() -> await(accepting.standBefore(vertx, 1)))
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("found no server on port 1 to stand before");
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
