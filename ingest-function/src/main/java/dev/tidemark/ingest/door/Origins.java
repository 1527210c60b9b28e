package dev.tidemark.ingest.door;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.platform.CrossOrigin;
import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import io.quarkus.vertx.http.runtime.cors.CORSConfig;
import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of allowed origins send, and refuses those of others before a resource sees the request. Behind the gateway,
 * the origins are those of its stage, which it hands on with each request where no client can put anything; what is
 * configured does not count there. As a plain server they are the configuration's.
 */
@Singleton
class Origins {

    private final CORSFilter configured;
    private volatile Staged staged = new Staged(List.of());

    Origins(IngestConfig config) {
        this.configured = filterOf(config.corsOrigins().orElse(List.of()));
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, SecurityHandlerPriorities.CORS);
    }

    private void check(RoutingContext request) {
        MultiMap headers = request.request().headers();
        if (!headers.contains(HttpHeaders.ORIGIN)) {
            request.next();
            return;
        }
        APIGatewayV2HTTPEvent event = gatewayEvent(headers);
        CORSFilter filter = event == null ? configured : of(CrossOrigin.origins(event.getStageVariables()));
        filter.handle(request);
    }

    /** A stage's origins change with a deployment, so that one filter serves all requests in between. */
    private CORSFilter of(List<String> origins) {
        Staged known = staged;
        if (!known.origins.equals(origins)) {
            known = new Staged(origins);
            staged = known;
        }
        return known.filter;
    }

    private static @Nullable APIGatewayV2HTTPEvent gatewayEvent(MultiMap headers) {
        return headers instanceof QuarkusHttpHeaders quarkus
                ? (APIGatewayV2HTTPEvent) quarkus.getContextObjects().get(APIGatewayV2HTTPEvent.class)
                : null;
    }

    private static CORSFilter filterOf(List<String> origins) {
        return new CORSFilter(new Policy(Optional.of(origins)));
    }

    private static final class Staged {
        private final List<String> origins;
        private final CORSFilter filter;

        Staged(List<String> origins) {
            this.origins = origins;
            this.filter = filterOf(origins);
        }
    }

    /** What the gateway says to browsers as well. */
    private record Policy(Optional<List<String>> origins) implements CORSConfig {

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Optional<List<String>> methods() {
            return Optional.of(CrossOrigin.METHODS);
        }

        @Override
        public Optional<List<String>> headers() {
            return Optional.of(CrossOrigin.HEADERS);
        }

        @Override
        public Optional<List<String>> exposedHeaders() {
            return Optional.of(CrossOrigin.EXPOSED_HEADERS);
        }

        @Override
        public Optional<Duration> accessControlMaxAge() {
            return Optional.of(CrossOrigin.MAX_AGE);
        }

        @Override
        public Optional<Boolean> accessControlAllowCredentials() {
            return Optional.empty();
        }
    }
}
