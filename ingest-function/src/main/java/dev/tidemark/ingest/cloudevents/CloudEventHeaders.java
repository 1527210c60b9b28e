package dev.tidemark.ingest.cloudevents;

import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The context of a CloudEvent in binary mode. */
final class CloudEventHeaders {

    private static final String PREFIX = "ce-";

    private CloudEventHeaders() {}

    static boolean arePresent(HttpServerRequest request) {
        return request.headers().contains("ce-specversion");
    }

    /** The context attributes by name, percent-decoded as the HTTP binding wants it. */
    static Map<String, String> of(HttpServerRequest request) {
        Map<String, String> context = new HashMap<>();
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(PREFIX)) {
                // Given twice, a header is one with a comma (RFC 9110, section 5.3), as a gateway joins it.
                context.merge(lower.substring(PREFIX.length()), decoded(value), (one, two) -> one + "," + two);
            }
        });
        return context;
    }

    /** Whether the data is JSON. */
    static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json");
    }

    private static String decoded(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
