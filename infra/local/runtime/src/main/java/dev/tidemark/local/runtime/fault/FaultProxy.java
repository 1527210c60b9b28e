package dev.tidemark.local.runtime.fault;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy on loopback in front of DynamoDB's emulator that does to each request what a plan says. */
public final class FaultProxy implements AutoCloseable {

    private static final String TARGET = "X-Amz-Target";
    private static final Pattern ATTEMPT = Pattern.compile("attempt=(\\d+)");
    private static final int CONNECTIONS = 128;

    private final Vertx vertx;
    private final HttpServer server;
    private final HttpClient client;
    private final URI upstream;
    private final FaultPlan plan;
    private final long lateMillis;
    private final Map<StoreFault, LongAdder> done = new EnumMap<>(StoreFault.class);
    private final LongAdder requests = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private volatile boolean calm;

    /**
     * Starts it.
     *
     * @param upstream where the emulator listens
     * @param late how long a request that is to be done late waits; longer than its caller does
     */
    public static FaultProxy start(URI upstream, FaultPlan plan, Duration late) {
        return new FaultProxy(upstream, plan, late);
    }

    private FaultProxy(URI upstream, FaultPlan plan, Duration late) {
        this.upstream = upstream;
        this.plan = plan;
        this.lateMillis = late.toMillis();
        for (StoreFault fault : StoreFault.values()) {
            done.put(fault, new LongAdder());
        }
        // One event loop, so that requests have one order.
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setWorkerPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        client = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        server = vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .requestHandler(request -> request.body().onSuccess(body -> take(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Where the functions find it. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Lets everything pass from now on; what waits to be done late still is. */
    public void calm() {
        calm = true;
    }

    /** How often a fault has happened. */
    public long count(StoreFault fault) {
        LongAdder count = done.get(fault);
        return count == null ? 0 : count.sum();
    }

    /** Requests that came, tries of the same call included. */
    public long requests() {
        return requests.sum();
    }

    /** Those of them that were not a call's first try. */
    public long retries() {
        return retries.sum();
    }

    private void take(HttpServerRequest request, Buffer body) {
        requests.increment();
        String attempt = request.getHeader("amz-sdk-request");
        Matcher matcher = ATTEMPT.matcher(attempt == null ? "" : attempt);
        if (matcher.find() && !matcher.group(1).equals("1")) {
            retries.increment();
        }
        StoreFault fault = calm ? null : plan.next(operation(request));
        if (fault == null) {
            pass(request, body, true);
            return;
        }
        happen(fault, request, body);
    }

    private void happen(StoreFault fault, HttpServerRequest request, Buffer body) {
        LongAdder count = done.get(fault);
        if (count != null) {
            count.increment();
        }
        switch (fault) {
            case TABLE_THROTTLED ->
                refuse(
                        request,
                        "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
                        "The level of configured provisioned throughput for the table was exceeded.");
            case ACCOUNT_THROTTLED ->
                refuse(
                        request,
                        "com.amazon.coral.availability#ThrottlingException",
                        "Rate of requests exceeds the limit.");
            case REQUEST_LOST -> request.connection().close();
            case ANSWER_LOST -> pass(request, body, false);
            case DONE_LATE -> vertx.setTimer(lateMillis, any -> pass(request, body, true));
        }
    }

    private static String operation(HttpServerRequest request) {
        @Nullable String target = request.getHeader(TARGET);
        return target == null ? "" : target.substring(target.indexOf('.') + 1);
    }

    /** Forwards it, and hands the answer on or drops it with the connection. */
    private void pass(HttpServerRequest request, Buffer body, boolean answer) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(upstream.getHost())
                .setPort(upstream.getPort())
                .setURI(request.uri());
        client.request(options)
                .compose(forward -> {
                    forward.headers().addAll(request.headers());
                    return forward.send(body);
                })
                .compose(response -> response.body().compose(bytes -> {
                    if (answer) {
                        return answer(request, response, bytes);
                    }
                    return request.connection().close();
                }))
                .onFailure(gone -> request.connection().close());
    }

    private static Future<Void> answer(HttpServerRequest request, HttpClientResponse from, Buffer bytes) {
        if (request.response().closed()) {
            return Future.succeededFuture();
        }
        request.response().setStatusCode(from.statusCode());
        from.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Transfer-Encoding") && !name.equalsIgnoreCase("Connection")) {
                request.response().putHeader(name, value);
            }
        });
        return request.response().end(bytes).mapEmpty();
    }

    private static void refuse(HttpServerRequest request, String type, String message) {
        request.response()
                .setStatusCode(400)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .end("{\"__type\":\"" + type + "\",\"message\":\"" + message + "\"}");
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
