package dev.tidemark.bench.start;

import dev.tidemark.bench.BenchException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lambda's Runtime API for one instance and one invocation; who asks for a second one waits. */
final class OneCallRuntime implements AutoCloseable {

    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    private static final String ID = "3f8e7a1c-0000-4000-8000-000000000001";

    private final Buffer event;
    private final HttpServer server;
    private final CompletableFuture<Long> answeredAtNanos = new CompletableFuture<>();
    private boolean given;

    private OneCallRuntime(Vertx vertx, Buffer event) {
        this.event = event;
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::handle);
    }

    static OneCallRuntime start(Vertx vertx, Buffer event) {
        OneCallRuntime runtime = new OneCallRuntime(vertx, event);
        try {
            runtime.server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            return runtime;
        } catch (Exception e) {
            throw new BenchException("the Runtime API cannot listen: " + e.getMessage(), e);
        }
    }

    /** What {@code AWS_LAMBDA_RUNTIME_API} says. */
    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    /** When the function's answer was here, by {@code System.nanoTime()}. */
    long awaitAnswer(Duration atMost) {
        try {
            return answeredAtNanos.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new BenchException("the function did not answer within " + atMost.toSeconds() + " s", e);
        } catch (Exception e) {
            throw new BenchException("the function failed: " + e.getMessage(), e);
        }
    }

    private void handle(HttpServerRequest request) {
        if (request.path().equals(INVOCATION + "next")) {
            if (!given) {
                given = true;
                request.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Lambda-Runtime-Aws-Request-Id", ID)
                        .putHeader("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 15_000))
                        .putHeader(
                                "Lambda-Runtime-Invoked-Function-Arn",
                                "arn:aws:lambda:us-east-1:000000000000:function:ingest")
                        .end(event);
            }
            return;
        }
        request.body().onSuccess(body -> {
            long now = System.nanoTime();
            request.response()
                    .setStatusCode(202)
                    .putHeader("Content-Type", "application/json")
                    .end("{\"status\":\"OK\"}");
            String text = body.toString();
            if (request.path().equals(INVOCATION + ID + "/response") && text.contains("\"statusCode\":200")) {
                answeredAtNanos.complete(now);
            } else {
                answeredAtNanos.completeExceptionally(new BenchException(request.path() + ": " + text));
            }
        });
    }

    @Override
    public void close() {
        server.close();
    }
}
