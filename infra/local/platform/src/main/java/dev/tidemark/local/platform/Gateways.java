package dev.tidemark.local.platform;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import dev.tidemark.local.runtime.gateway.HttpApi;
import dev.tidemark.local.runtime.lambda.Invoker;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The two HTTP APIs, as the deployed stack has them: events come in by one, and queries are asked at the other. */
final class Gateways implements AutoCloseable {

    private final HttpApi events;
    private final HttpApi queries;

    private Gateways(HttpApi events, HttpApi queries) {
        this.events = events;
        this.queries = queries;
    }

    /**
     * Starts both, or neither.
     *
     * @throws LocalRuntimeException if one of the ports is in use
     */
    static Gateways start(Vertx vertx, LocalPlatformOptions options, Invoker ingest, Invoker query) {
        HttpApi events = HttpApi.start(
                vertx,
                options.ingestPort(),
                ingest,
                options.clock(),
                options.requestTimeout(),
                options.crossOrigin().stageVariables());
        try {
            return new Gateways(
                    events,
                    HttpApi.start(
                            vertx, options.queryPort(), query, options.clock(), options.requestTimeout(), Map.of()));
        } catch (LocalRuntimeException e) {
            events.close();
            throw e.problem() == RuntimeProblem.PORT_IN_USE
                    ? new LocalRuntimeException(
                            RuntimeProblem.PORT_IN_USE,
                            e.getMessage() + ": queries are answered on the one behind it",
                            e)
                    : e;
        }
    }

    /** Where events go. */
    URI ingestUrl() {
        return events.url();
    }

    /** Where queries are asked. */
    URI queryUrl() {
        return queries.url();
    }

    /** Takes no new requests, and waits for those in flight up to this {@link System#nanoTime}. */
    void drain(long deadlineNanos) {
        for (HttpApi api : new HttpApi[] {events, queries}) {
            api.drain(Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())));
        }
    }

    @Override
    public void close() {
        queries.close();
        events.close();
    }
}
