package dev.tidemark.local.runtime.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as API Gateway hands it to a function: payload format 2.0 of an HTTP API with the route and the stage
 * {@code $default}.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
 *     Create AWS Lambda proxy integrations for HTTP APIs</a>
 */
final class RequestEvent {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RequestEvent() {}

    /**
     * A request's event.
     *
     * @param seen when the request's head was read: the event's {@code timeEpoch}
     * @param stageVariables of the stage; without any, the event has none
     */
    static byte[] of(HttpServerRequest request, byte[] body, Instant seen, Map<String, String> stageVariables) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length * 4 / 3 + 2048);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            write(json, request, body, seen, stageVariables);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(
            JsonGenerator json,
            HttpServerRequest request,
            byte[] body,
            Instant seen,
            Map<String, String> stageVariables)
            throws IOException {
        String query = request.query();
        json.writeStartObject();
        json.writeStringField("version", "2.0");
        json.writeStringField("routeKey", "$default");
        json.writeStringField("rawPath", request.path());
        json.writeStringField("rawQueryString", query == null ? "" : query);
        cookies(json, request);
        strings(json, "headers", headers(request));
        if (query != null && !query.isEmpty()) {
            strings(json, "queryStringParameters", parameters(request));
        }
        context(json, request, seen);
        body(json, request, body);
        if (!stageVariables.isEmpty()) {
            strings(json, "stageVariables", stageVariables);
        }
        json.writeEndObject();
    }

    /** Without any where the query cannot be decoded: what is wrong with it, the function says. */
    private static Map<String, String> parameters(HttpServerRequest request) {
        Map<String, String> parameters = new TreeMap<>();
        try {
            request.params()
                    .forEach(entry -> parameters.merge(entry.getKey(), entry.getValue(), (a, b) -> a + "," + b));
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
        return parameters;
    }

    private static void cookies(JsonGenerator json, HttpServerRequest request) throws IOException {
        if (request.headers().contains("cookie")) {
            json.writeArrayFieldStart("cookies");
            for (String header : request.headers().getAll("cookie")) {
                for (String cookie : header.split(";\\s*", -1)) {
                    json.writeString(cookie);
                }
            }
            json.writeEndArray();
        }
    }

    /** Names in lower case, values of one name joined by commas, without cookies; with what a proxy adds. */
    private static Map<String, String> headers(HttpServerRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!name.equals("cookie") && !name.equals("transfer-encoding") && !name.equals("connection")) {
                headers.merge(name, header.getValue(), (a, b) -> a + "," + b);
            }
        });
        headers.merge("x-forwarded-for", request.remoteAddress().hostAddress(), (a, b) -> a + ", " + b);
        headers.putIfAbsent(
                "x-forwarded-port", Integer.toString(request.localAddress().port()));
        headers.putIfAbsent("x-forwarded-proto", "http");
        return headers;
    }

    private static void context(JsonGenerator json, HttpServerRequest request, Instant seen) throws IOException {
        String host = request.getHeader("host");
        String agent = request.getHeader("user-agent");
        json.writeObjectFieldStart("requestContext");
        json.writeStringField("accountId", "000000000000");
        json.writeStringField("apiId", "local");
        json.writeStringField("domainName", host == null ? "localhost" : host);
        json.writeStringField("domainPrefix", "local");
        json.writeObjectFieldStart("http");
        json.writeStringField("method", request.method().name());
        json.writeStringField("path", request.path());
        json.writeStringField("protocol", "HTTP/1.1");
        json.writeStringField("sourceIp", request.remoteAddress().hostAddress());
        json.writeStringField("userAgent", agent == null ? "" : agent);
        json.writeEndObject();
        json.writeStringField("requestId", UUID.randomUUID().toString());
        json.writeStringField("routeKey", "$default");
        json.writeStringField("stage", "$default");
        json.writeStringField("time", TIME.format(seen));
        json.writeNumberField("timeEpoch", seen.toEpochMilli());
        json.writeEndObject();
    }

    private static void body(JsonGenerator json, HttpServerRequest request, byte[] body) throws IOException {
        String text = body.length == 0 || binary(request) ? null : decode(body);
        if (text != null) {
            json.writeStringField("body", text);
        } else if (body.length > 0) {
            json.writeFieldName("body");
            json.writeBinary(body);
        }
        json.writeBooleanField("isBase64Encoded", text == null && body.length > 0);
    }

    /** API Gateway passes on as text what is named as text and not compressed. */
    private static boolean binary(HttpServerRequest request) {
        String encoding = request.getHeader("content-encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return true;
        }
        String header = request.getHeader("content-type");
        String type = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return !(type.startsWith("text/")
                || type.equals("application/json")
                || type.equals("application/javascript")
                || type.equals("application/xml"));
    }

    private static @Nullable String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static void strings(JsonGenerator json, String field, Map<String, String> values) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, String> entry : values.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
