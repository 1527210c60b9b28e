package dev.tidemark.ingest.door;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a request carries its key: {@code X-Api-Key}, or the user name of basic authentication. */
final class Keys {

    private static final String BASIC = "Basic ";

    private Keys() {}

    static Optional<String> inHeaders(HttpServerRequest request) {
        String key = request.getHeader("X-Api-Key");
        return key != null ? Optional.of(key) : userName(request.getHeader("Authorization"));
    }

    private static Optional<String> userName(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
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
