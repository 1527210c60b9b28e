package dev.tidemark.ingest.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Requests by status, and not by path: a stranger could make a new time series with each request. */
@Singleton
class RequestMetrics {

    private static final int AFTER_THE_STAMPS = 9_000;

    private final MeterRegistry registry;
    private final Map<Integer, Counter> byStatus = new ConcurrentHashMap<>();

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    request.addEndHandler(end -> count(request.response().getStatusCode()));
                    request.next();
                },
                AFTER_THE_STAMPS);
    }

    private void count(int status) {
        byStatus.computeIfAbsent(status, s -> Counter.builder("tidemark.requests")
                        .description("Requests by status")
                        .tag("status", Integer.toString(s))
                        .register(registry))
                .increment();
    }
}
