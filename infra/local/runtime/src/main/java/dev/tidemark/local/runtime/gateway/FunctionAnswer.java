package dev.tidemark.local.runtime.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A function's answer as an HTTP response. An answer with a {@code statusCode} is taken at its word; API Gateway infers a
 * 200 with the answer itself as JSON body from any other.
 *
 * @param headers names and values in order; a name may occur more than once
 */
@SuppressWarnings("ArrayRecordComponent")
record FunctionAnswer(int status, List<Map.Entry<String, String>> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IOException if the payload is no JSON, or has fields that no response can have */
    static FunctionAnswer of(byte[] payload) throws IOException {
        JsonNode root = JSON.readTree(payload);
        if (root == null || !root.isObject() || !root.has("statusCode")) {
            return new FunctionAnswer(200, List.of(Map.entry("content-type", "application/json")), payload);
        }
        int status = root.get("statusCode").asInt();
        if (status < 200 || status > 599) {
            throw new IOException("no status of a response: " + root.get("statusCode"));
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        JsonNode many = root.path("multiValueHeaders");
        many.fields().forEachRemaining(header -> header.getValue()
                .forEach(value -> headers.add(Map.entry(header.getKey(), value.asText()))));
        root.path("headers").fields().forEachRemaining(header -> {
            if (!many.has(header.getKey())) {
                headers.add(Map.entry(header.getKey(), header.getValue().asText()));
            }
        });
        root.path("cookies").forEach(cookie -> headers.add(Map.entry("set-cookie", cookie.asText())));
        return new FunctionAnswer(status, headers, body(root));
    }

    private static byte[] body(JsonNode root) throws IOException {
        String text = root.path("body").asText("");
        if (!root.path("isBase64Encoded").asBoolean()) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("the body is no base64", e);
        }
    }
}
