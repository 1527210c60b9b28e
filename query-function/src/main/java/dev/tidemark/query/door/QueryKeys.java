package dev.tidemark.query.door;

import dev.tidemark.platform.KeyHashes;
import dev.tidemark.query.QueryConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets in whoever has a key that may read: as {@code X-Api-Key}, a bearer token, or the user name of basic authentication. */
@Singleton
public class QueryKeys {

    static final String HOW = "send a key that may read as X-Api-Key, as a bearer token, or as the user name of basic"
            + " authentication";

    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    private volatile KeyHashes keys = KeyHashes.of(List.of());

    /** Filters are made before there is a configuration. Hashes that are none are refused at start, not by the first request. */
    void start(@Observes StartupEvent event, QueryConfig config) {
        keys = KeyHashes.of(config.queryKeyHashes().orElse(List.of()));
    }

    /** Before any resource. */
    @ServerRequestFilter
    public void require(ContainerRequestContext request) {
        Optional<String> key = keyOf(request.getHeaderString("X-Api-Key"), request.getHeaderString("Authorization"));
        if (key.filter(keys::accept).isEmpty()) {
            throw new QueryProblem(
                    QueryProblem.Kind.UNAUTHORIZED, key.isEmpty() ? HOW : "the key is not known, or may not read");
        }
    }

    private static Optional<String> keyOf(@Nullable String header, @Nullable String authorization) {
        if (header != null) {
            return Optional.of(header);
        }
        if (authorization == null) {
            return Optional.empty();
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? userName(authorization.substring(BASIC.length()).strip())
                : Optional.empty();
    }

    private static Optional<String> userName(String encoded) {
        try {
            String credentials = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = credentials.indexOf(':');
            return Optional.of(colon < 0 ? credentials : credentials.substring(0, colon));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
