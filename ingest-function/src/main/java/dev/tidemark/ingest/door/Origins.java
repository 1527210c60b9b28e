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
 * origins and headers are those of its stage, which it hands on with each request where no client can put anything; what is
 * configured does not count there. As a plain server they are the configuration's.
 */
@Singleton
class Origins {

    private final CORSFilter configured;
    private volatile Staged staged = new Staged(CrossOrigin.NONE);

    /** Origins that are configured may be regular expressions, which a stage's are not. */
    Origins(IngestConfig config) {
        CrossOrigin headers = new CrossOrigin(List.of(), config.corsHeaders().orElse(List.of()));
        this.configured = new CORSFilter(new Policy(config.corsOrigins().orElse(List.of()), headers.headers()));
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
        CORSFilter filter = event == null ? configured : of(CrossOrigin.of(event.getStageVariables()));
        filter.handle(request);
    }

    /** What a stage allows changes with a deployment, so that one filter serves all requests in between. */
    private CORSFilter of(CrossOrigin allowed) {
        Staged known = staged;
        if (!known.allowed.equals(allowed)) {
            known = new Staged(allowed);
            staged = known;
        }
        return known.filter;
    }

    private static @Nullable APIGatewayV2HTTPEvent gatewayEvent(MultiMap headers) {
        return headers instanceof QuarkusHttpHeaders quarkus
                ? (APIGatewayV2HTTPEvent) quarkus.getContextObjects().get(APIGatewayV2HTTPEvent.class)
                : null;
    }

    private static final class Staged {
        private final CrossOrigin allowed;
        private final CORSFilter filter;

        Staged(CrossOrigin allowed) {
            this.allowed = allowed;
            this.filter = new CORSFilter(new Policy(allowed.origins(), allowed.headers()));
        }
    }

    /** What the gateway says to browsers as well. */
    private record Policy(List<String> allowedOrigins, List<String> allowedHeaders) implements CORSConfig {

        @Override
        public Optional<List<String>> origins() {
            return Optional.of(allowedOrigins);
        }

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
            return Optional.of(allowedHeaders);
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
