package dev.tidemark.ingest.door;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where a request carries its key: {@code X-Api-Key}, the user name of basic authentication, or a bearer token. */
final class Keys {

    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    private Keys() {}

    static Optional<String> inHeaders(HttpServerRequest request) {
        String key = request.getHeader("X-Api-Key");
        if (key != null) {
            return Optional.of(key);
        }
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            return Optional.empty();
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? userName(authorization)
                : Optional.empty();
    }

    private static Optional<String> userName(String authorization) {
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            String credentials = new String(decoded, StandardCharsets.UTF_8);
            int colon = credentials.indexOf(':');
            return Optional.of(colon < 0 ? credentials : credentials.substring(0, colon));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
