package dev.tidemark.local.runtime.gateway;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import dev.tidemark.local.runtime.lambda.Invoker;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP API on loopback in front of one function. Bodies above 10 MB, and events above what Lambda takes, are answered
 * 413; a function that takes more than 30 seconds, or has too many waiting, 503; one that fails, 500. A client that is too
 * slow with its request, or never sends its end, is answered 408 and cut off.
 */
public final class HttpApi implements AutoCloseable {

    /** The most bytes that API Gateway takes as a body. */
    static final int MAX_BODY = 10 * 1024 * 1024;

    /** How long API Gateway waits for a function. */
    static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(30);

    private static final int IDLE_SECONDS = 75;
    private static final int MAX_HEADERS = 10_240;

    private final HttpServer server;
    private final Traffic traffic;

    private HttpApi(HttpServer server, Traffic traffic) {
        this.server = server;
        this.traffic = traffic;
    }

    /**
     * Starts it.
     *
     * @param port the port to listen on; 0 for any that is free
     * @param requestTimeout how long a client may take to send its request
     * @param stageVariables of the stage {@code $default}: they go with every request to the function
     * @throws LocalRuntimeException if the port is in use
     */
    public static HttpApi start(
            Vertx vertx,
            int port,
            Invoker function,
            Clock clock,
            Duration requestTimeout,
            Map<String, String> stageVariables) {
        Map<String, String> variables = Map.copyOf(stageVariables);
        HttpServerOptions options = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setAcceptBacklog(1024)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(MAX_HEADERS)
                .setMaxHeaderSize(MAX_HEADERS)
                .setHandle100ContinueAutomatically(true);
        Traffic traffic = new Traffic();
        HttpServer server = vertx.createHttpServer(options).requestHandler(request -> {
            GatewayExchange exchange =
                    new GatewayExchange(vertx, request, function, clock.instant(), variables, traffic);
            exchange.begin(requestTimeout);
        });
        try {
            server.listen(port, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new LocalRuntimeException(
                    RuntimeProblem.PORT_IN_USE,
                    "cannot listen on 127.0.0.1:" + port + ": " + e.getMessage()
                            + ". Stop what listens there, or choose another port with --port",
                    e);
        }
        return new HttpApi(server, traffic);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Answers 503 to new requests, and waits until those in flight are answered, for up to the time given. */
    public void drain(Duration atMost) {
        traffic.drain(atMost);
    }

    /** Stops listening and cuts off the clients. */
    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
