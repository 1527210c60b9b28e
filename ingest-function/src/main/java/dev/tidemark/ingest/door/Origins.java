package dev.tidemark.ingest.door;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.model.Texts;
import dev.tidemark.platform.CrossOrigin;
import io.quarkus.vertx.http.runtime.cors.CORSConfig;
import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lets pages of allowed origins send, and refuses those of others before a resource sees the request. Behind the gateway,
 * origins and headers are those of its stage, which it hands on with each request where no client can put anything; what is
 * configured does not count there. As a plain server they are the configuration's.
 */
@Singleton
class Origins {

    private final Allowed configured;
    private volatile Allowed staged = new Allowed(CrossOrigin.NONE, List.of());

    /** Origins that are configured may be regular expressions, which a stage's are not. */
    Origins(IngestConfig config) {
        CrossOrigin headers = new CrossOrigin(List.of(), config.corsHeaders().orElse(List.of()));
        this.configured = new Allowed(headers, config.corsOrigins().orElse(List.of()));
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, SecurityHandlerPriorities.CORS);
    }

    private void check(RoutingContext request) {
        MultiMap headers = request.request().headers();
        String origin = headers.get(HttpHeaders.ORIGIN);
        if (origin == null) {
            request.next();
            return;
        }
        APIGatewayV2HTTPEvent event = Gateway.event(request.request());
        Allowed allowed = event == null ? configured : of(CrossOrigin.of(event.getStageVariables()));
        if (allowed.includes(origin) || isOwn(origin, request.request())) {
            allowed.filter.handle(request);
        } else {
            Problems.send(
                    request,
                    Problem.of(ProblemType.FORBIDDEN, "the origin '" + Texts.excerpt(origin) + "' is not listed"));
        }
    }

    /** What a stage allows changes with a deployment, so that one filter serves all requests in between. */
    private Allowed of(CrossOrigin stage) {
        Allowed known = staged;
        if (!known.stage.equals(stage)) {
            known = new Allowed(stage, stage.origins());
            staged = known;
        }
        return known;
    }

    /** Whether it is a page of the server itself: the one that shows what may be sent. */
    private static boolean isOwn(String origin, HttpServerRequest request) {
        return origin.equals(request.scheme() + "://" + request.authority());
    }

    /** The origins of one list, literal or as {@code /regular expression/}. */
    private static final class Allowed {
        private final CrossOrigin stage;
        private final List<String> origins;
        private final List<Pattern> patterns;
        private final CORSFilter filter;

        Allowed(CrossOrigin stage, List<String> origins) {
            this.stage = stage;
            this.origins = List.copyOf(origins);
            this.patterns = CORSFilter.parseAllowedOriginsRegex(Optional.of(origins));
            this.filter = new CORSFilter(new Policy(origins, stage.headers()));
        }

        boolean includes(String origin) {
            // Quarkus takes an empty list for any origin.
            return !origins.isEmpty()
                    && (origins.contains(origin)
                            || CORSFilter.isConfiguredWithWildcard(Optional.of(origins))
                            || CORSFilter.isOriginAllowedByRegex(patterns, origin));
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
