package dev.tidemark.ingest.http;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets nobody in without a key, before a byte of the body is read. */
class KeyFilter {

    private static final String BASIC = "Basic ";

    private final ApiKeys keys;

    KeyFilter(ApiKeys keys) {
        this.keys = keys;
    }

    @Keyed
    @ServerRequestFilter
    void filter(HttpServerRequest request) {
        keys.require(keyOf(request.getHeader("X-Api-Key"), request.getHeader("Authorization")));
    }

    /** The key that the headers carry, or null. */
    static @Nullable String keyOf(@Nullable String apiKey, @Nullable String authorization) {
        return apiKey != null ? apiKey : userName(authorization);
    }

    private static @Nullable String userName(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return null;
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            String credentials = new String(decoded, StandardCharsets.UTF_8);
            int colon = credentials.indexOf(':');
            return colon < 0 ? credentials : credentials.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
