package dev.tidemark.local.runtime.lambda;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda Runtime API of all instances, on one loopback port. On Lambda each instance has an endpoint of its own; here
 * an instance's endpoint is this server's with the instance's id as the first part of the path, which the runtime
 * interface client takes for a part of the host.
 */
final class RuntimeApi {

    private static final String VERSION = "/2018-06-01/runtime/";
    private static final int MAX_RESPONSE = Invoker.MAX_PAYLOAD + 100 * 1024;

    private final Map<String, FunctionInstance> instances = new ConcurrentHashMap<>();
    private final HttpServer server;

    private RuntimeApi(Vertx vertx) {
        HttpServerOptions options = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setMaxHeaderSize(1 << 20)
                .setHandle100ContinueAutomatically(true);
        server = vertx.createHttpServer(options).requestHandler(this::route);
    }

    static RuntimeApi start(Vertx vertx) {
        RuntimeApi api = new RuntimeApi(vertx);
        try {
            api.server
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (RuntimeException e) {
            throw new LocalRuntimeException(RuntimeProblem.PORT_IN_USE, "no free port for the Lambda Runtime API", e);
        }
        return api;
    }

    /** What an instance gets as {@code AWS_LAMBDA_RUNTIME_API}. */
    String address(FunctionInstance instance) {
        return "127.0.0.1:" + server.actualPort() + "/" + instance.id();
    }

    void register(FunctionInstance instance) {
        instances.put(instance.id(), instance);
    }

    void unregister(FunctionInstance instance) {
        instances.remove(instance.id());
    }

    private void route(HttpServerRequest request) {
        String path = request.path();
        int end = path.indexOf('/', 1);
        @Nullable FunctionInstance instance = end < 0 ? null : instances.get(path.substring(1, end));
        if (instance == null || !path.startsWith(VERSION, end)) {
            request.response().setStatusCode(404).end();
            return;
        }
        String call = path.substring(end + VERSION.length());
        if (request.method() == HttpMethod.GET && call.equals("invocation/next")) {
            instance.next(request.response());
        } else if (call.equals("init/error")) {
            request.body().onSuccess(body -> {
                instance.initError(body.getBytes());
                accept(request);
            });
        } else if (call.startsWith("invocation/") && call.endsWith("/response")) {
            readBounded(request, body -> instance.returned(requestId(call), body));
        } else if (call.startsWith("invocation/") && call.endsWith("/error")) {
            String type = request.getHeader("Lambda-Runtime-Function-Error-Type");
            readBounded(request, body -> instance.failed(requestId(call), type == null ? "Unhandled" : type, body));
        } else if (call.startsWith("restore/")) {
            accept(request);
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private static String requestId(String call) {
        return call.substring("invocation/".length(), call.lastIndexOf('/'));
    }

    private interface BodyHandler {
        /** Takes the body, or null for one larger than Lambda allows; false if the invocation is over already. */
        boolean handle(byte @Nullable [] body);
    }

    private static void readBounded(HttpServerRequest request, BodyHandler handler) {
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= MAX_RESPONSE) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            byte @Nullable [] bytes = body.length() > MAX_RESPONSE ? null : body.getBytes();
            if (!handler.handle(bytes)) {
                request.response().setStatusCode(400).end();
            } else if (bytes == null) {
                request.response().setStatusCode(413).end();
            } else {
                accept(request);
            }
        });
    }

    private static void accept(HttpServerRequest request) {
        request.response()
                .setStatusCode(202)
                .putHeader("Content-Type", "application/json")
                .end("{\"status\":\"OK\"}");
    }

    void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
