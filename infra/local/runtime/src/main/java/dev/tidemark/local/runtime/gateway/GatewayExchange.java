package dev.tidemark.local.runtime.gateway;

import dev.tidemark.local.runtime.lambda.InvocationOutcome;
import dev.tidemark.local.runtime.lambda.Invoker;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One request and its response, on the event loop of its connection. */
final class GatewayExchange {

    /** Set by the server itself, whatever the function says. */
    private static final Set<String> OWN_HEADERS = Set.of("content-length", "connection", "transfer-encoding");

    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Invoker function;
    private final Instant seen;
    private final Map<String, String> stageVariables;
    private final Traffic traffic;
    private final Buffer body = Buffer.buffer();
    private long timer;
    private boolean answered;

    GatewayExchange(
            Vertx vertx,
            HttpServerRequest request,
            Invoker function,
            Instant seen,
            Map<String, String> stageVariables,
            Traffic traffic) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.response = request.response();
        this.function = function;
        this.seen = seen;
        this.stageVariables = stageVariables;
        this.traffic = traffic;
    }

    void begin(Duration requestTimeout) {
        timer = vertx.setTimer(requestTimeout.toMillis(), late -> refuse(408, "Request Timeout"));
        // Where the client has gone, nobody is answered; what the function was given it still does.
        response.exceptionHandler(gone -> give());
        request.exceptionHandler(broken -> give());
        if (declaredLength() > HttpApi.MAX_BODY) {
            refuse(413, "Request Entity Too Large");
            return;
        }
        request.handler(this::append);
        request.endHandler(end -> invoke());
    }

    private long declaredLength() {
        String length = request.getHeader("content-length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void append(Buffer chunk) {
        if (answered) {
            return;
        }
        if (body.length() + chunk.length() > HttpApi.MAX_BODY) {
            refuse(413, "Request Entity Too Large");
        } else {
            body.appendBuffer(chunk);
        }
    }

    private void invoke() {
        if (answered) {
            return;
        }
        if (!traffic.enter()) {
            refuse(503, "Service Unavailable");
            return;
        }
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(HttpApi.FUNCTION_TIMEOUT.toMillis(), late -> answer(503, "Service Unavailable"));
        function.invoke(RequestEvent.of(request, body.getBytes(), seen, stageVariables))
                .thenAccept(outcome -> context.runOnContext(ignored -> {
                    settle(outcome);
                    traffic.leave();
                }));
    }

    private void settle(InvocationOutcome outcome) {
        if (outcome instanceof InvocationOutcome.Returned returned) {
            try {
                answer(FunctionAnswer.of(returned.payload()));
            } catch (IOException e) {
                answer(500, "Internal Server Error");
            }
        } else if (outcome instanceof InvocationOutcome.TooLarge) {
            answer(413, "Request Entity Too Large");
        } else if (outcome instanceof InvocationOutcome.Throttled) {
            response.putHeader("retry-after", "1");
            answer(503, "Service Unavailable");
        } else {
            answer(500, "Internal Server Error");
        }
    }

    private void answer(FunctionAnswer answer) {
        if (!give()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!OWN_HEADERS.contains(name)) {
                try {
                    response.headers().add(name, header.getValue());
                } catch (IllegalArgumentException e) {
                    // Not a header that HTTP can carry; the rest of the answer still counts.
                }
            }
        });
        boolean bodiless = answer.status() == 204 || answer.status() == 304 || request.method() == HttpMethod.HEAD;
        if (bodiless) {
            response.end();
        } else {
            response.end(Buffer.buffer(answer.body()));
        }
    }

    private void answer(int status, String message) {
        if (give()) {
            response.setStatusCode(status)
                    .putHeader("content-type", "application/json")
                    .end("{\"message\":\"" + message + "\"}");
        }
    }

    /** Answers without having read the request to its end, and so ends the connection. */
    private void refuse(int status, String message) {
        response.putHeader("connection", "close");
        if (give()) {
            response.setStatusCode(status)
                    .putHeader("content-type", "application/json")
                    .end("{\"message\":\"" + message + "\"}")
                    .onComplete(sent -> request.connection().close());
        }
    }

    /** Ends the exchange; true for whoever comes first. */
    private boolean give() {
        if (answered) {
            return false;
        }
        answered = true;
        vertx.cancelTimer(timer);
        return !response.closed() && !response.ended();
    }
}
