package dev.tidemark.ingest.cloudevents;

import dev.tidemark.ingest.model.Texts;
import dev.tidemark.ingest.reading.UnreadableException;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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

    /** The context attributes by name, as they came. */
    static Map<String, String> of(HttpServerRequest request) {
        Map<String, String> context = new HashMap<>();
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(PREFIX)) {
                // Given twice, a header is one with a comma (RFC 9110, section 5.3), as a gateway joins it.
                context.merge(lower.substring(PREFIX.length()), value, (one, two) -> one + "," + two);
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

    /**
     * The attributes percent-decoded, as the HTTP binding wants it. A percent sign that encodes nothing is one.
     *
     * @throws UnreadableException if what is encoded is not UTF-8: two ids must not become one
     */
    static Map<String, String> decoded(Map<String, String> context) throws UnreadableException {
        Map<String, String> decoded = new HashMap<>();
        for (Map.Entry<String, String> attribute : context.entrySet()) {
            decoded.put(attribute.getKey(), decoded(attribute.getKey(), attribute.getValue()));
        }
        return decoded;
    }

    private static String decoded(String name, String value) throws UnreadableException {
        if (value.indexOf('%') < 0) {
            return value;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            int high = i + 2 < value.length() && value.charAt(i) == '%' ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(value.charAt(i + 2), 16);
            if (low < 0) {
                int end = value.offsetByCodePoints(i, 1);
                bytes.writeBytes(value.substring(i, end).getBytes(StandardCharsets.UTF_8));
                i = end - 1;
            } else {
                bytes.write(high << 4 | low);
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableException(
                    UnreadableException.Reason.SYNTAX, "the header ce-" + Texts.excerpt(name) + " is not UTF-8", 0, 0);
        }
    }
}
