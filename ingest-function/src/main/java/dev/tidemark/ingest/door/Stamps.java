package dev.tidemark.ingest.door;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.tidemark.ingest.model.Arrival;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Stamps requests as early as the server knows of them: called by Lambda, with the gateway's request time and id, so that
 * a cold start adds nothing to what looks like transit; as a server, before anything else handles the request.
 */
@Singleton
class Stamps {

    private static final String KEY = Arrival.class.getName();
    private static final int BEFORE_ALL_OTHERS = 10_000;

    private final InstantSource clock;

    Stamps(InstantSource clock) {
        this.clock = clock;
    }

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    request.put(KEY, arrivalOf(request));
                    request.next();
                },
                BEFORE_ALL_OTHERS);
    }

    /** The stamp of this request. */
    static Arrival of(RoutingContext request) {
        return request.get(KEY);
    }

    private Arrival arrivalOf(RoutingContext request) {
        APIGatewayV2HTTPEvent event = Gateway.event(request.request());
        if (event == null) {
            return new Arrival(clock.millis(), newRequestId());
        }
        Gateway.restoreHeaders(request.request(), event);
        APIGatewayV2HTTPEvent.RequestContext gateway = event.getRequestContext();
        if (gateway == null || gateway.getTimeEpoch() <= 0) {
            return new Arrival(clock.millis(), newRequestId());
        }
        String requestId = gateway.getRequestId();
        return new Arrival(gateway.getTimeEpoch(), requestId == null ? newRequestId() : requestId);
    }

    private static String newRequestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Long.toHexString(random.nextLong() | Long.MIN_VALUE)
                + Long.toHexString(random.nextLong() | Long.MIN_VALUE);
    }
}
