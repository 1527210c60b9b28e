package dev.tidemark.ingest.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
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
            new Accepting(new HttpServerOptions(), Answers.bounds(Duration.ofMillis(100), 2));

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void itStandsBeforeTheServerOfAPortAsOftenAsItIsAsked() throws Exception {
        HttpServer server = listen();
        await(accepting.standBefore(vertx, server.actualPort()));
        try (Socket socket = connect(server)) {
            socket.getOutputStream().write('P');
            assertThat(socket.getInputStream().readAllBytes())
                    .asString(US_ASCII)
                    .startsWith("HTTP/1.1 408 ");
        }
    }

    /** Two have bodies under way. */
    @Test
    void aConnectionForWhichThereIsNoRoomIsToldSo() throws Exception {
        HttpServer server = listen();
        try (Socket one = withABodyUnderWay(server);
                Socket other = withABodyUnderWay(server);
                Socket third = connect(server)) {
            assertThat(third.getInputStream().readAllBytes()).asString(US_ASCII).startsWith("HTTP/1.1 503 ");
            one.getOutputStream().write("}".getBytes(US_ASCII));
            assertThat(one.getInputStream().read()).isEqualTo('H');
            other.getOutputStream().write("}".getBytes(US_ASCII));
            assertThat(other.getInputStream().read()).isEqualTo('H');
        }
    }

    private HttpServer listen() throws Exception {
        HttpServerOptions options = new HttpServerOptions().setPort(0).setHandle100ContinueAutomatically(true);
        HttpServer server = await(vertx.createHttpServer(options)
                .requestHandler(request ->
                        request.bodyHandler(body -> request.response().end()))
                .listen());
        await(accepting.standBefore(vertx, server.actualPort()));
        return server;
    }

    private static Socket connect(HttpServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static Socket withABodyUnderWay(HttpServer server) throws IOException {
        Socket socket = connect(server);
        socket.getOutputStream()
                .write("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{"
                        .getBytes(US_ASCII));
        String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
        assertThat(new String(socket.getInputStream().readNBytes(goOn.length()), US_ASCII))
                .isEqualTo(goOn);
        return socket;
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
