package dev.tidemark.ingest.door;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.platform.CrossOrigin;
import io.quarkus.amazon.lambda.http.LambdaHttpHandler;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The two ways in which the same request comes to the same code. */
public interface Way {

    /** The origin whose pages may send, both ways. */
    String ORIGIN = "https://app.example";

    HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    Reply send(Sent request) throws IOException, InterruptedException;

    /** A request with the key, unless it has headers of its own for that. */
    record Sent(String method, String path, Map<String, String> headers, byte[] body) {

        static Sent post(String path, String body) {
            return post(path, body.getBytes(StandardCharsets.UTF_8));
        }

        static Sent post(String path, byte[] body) {
            return new Sent(
                    "POST", path, Map.of("X-Api-Key", KinesisForTests.KEY, "Content-Type", "application/json"), body);
        }

        Sent with(String name, String value) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put(name, value);
            return new Sent(method, path, all, body);
        }

        Sent without(String name) {
            Map<String, String> fewer = new LinkedHashMap<>(headers);
            fewer.remove(name);
            return new Sent(method, path, fewer, body);
        }
    }

    /** An answer. */
    record Reply(int status, Map<String, String> headers, String body) {

        /** The answer without what differs from request to request: times, ids, the device, waits. */
        Map<String, String> comparable(String device) {
            Map<String, String> same = new TreeMap<>();
            same.put("status", Integer.toString(status));
            for (String name :
                    new String[] {"content-type", "www-authenticate", "allow", "access-control-allow-origin"}) {
                if (headers.containsKey(name)) {
                    same.put(name, headers.get(name));
                }
            }
            same.put("retry-after", Boolean.toString(headers.containsKey("retry-after")));
            same.put(
                    "body",
                    body.replace(device, "DEVICE")
                            .replaceAll("\"(requestId|receivedAt|respondedAt|eventTime)\":\"[^\"]*\"", "\"$1\"")
                            .replaceAll("\"(offsetMs|server_upload_time)\":-?\\d+", "\"$1\""));
            return same;
        }
    }

    /** Over a connection to the plain server. */
    static Way server(PlainServer server) {
        return at(URI.create("http://127.0.0.1:" + server.port()));
    }

    /** Over a connection to a server at an address. */
    static Way at(URI address) {
        return request -> {
            HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(address + request.path))
                    .timeout(Duration.ofSeconds(30))
                    .method(request.method, HttpRequest.BodyPublishers.ofByteArray(request.body));
            request.headers.forEach((name, value) -> {
                if (name.equals("Expect")) {
                    http.expectContinue(true);
                } else {
                    http.header(name, value);
                }
            });
            HttpResponse<String> response = CLIENT.send(http.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, String> headers = new HashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            return new Reply(response.statusCode(), headers, response.body());
        };
    }

    /** As the function, called with the event that the gateway makes of the request. */
    static Way function() {
        LambdaHttpHandler handler =
                CDI.current().select(LambdaHttpHandler.class).get();
        return request -> {
            APIGatewayV2HTTPResponse response = handler.handleRequest(event(request), null);
            Map<String, String> headers = new HashMap<>();
            if (response.getHeaders() != null) {
                response.getHeaders().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
            }
            if (response.getMultiValueHeaders() != null) {
                response.getMultiValueHeaders()
                        .forEach((name, values) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), values.get(0)));
            }
            String body = response.getBody() == null ? "" : response.getBody();
            return new Reply(
                    response.getStatusCode(),
                    headers,
                    response.getIsBase64Encoded()
                            ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
                            : body);
        };
    }

    private static APIGatewayV2HTTPEvent event(Sent request) {
        Map<String, String> headers = new HashMap<>();
        request.headers.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        headers.put("host", "abcdefghij.execute-api.eu-central-1.amazonaws.com");
        headers.put("content-length", Integer.toString(request.body.length));
        String[] parts = request.path.split("\\?", 2);
        String text = textOf(request);
        return APIGatewayV2HTTPEvent.builder()
                .withVersion("2.0")
                .withRouteKey("$default")
                .withRawPath(parts[0])
                .withRawQueryString(parts.length > 1 ? parts[1] : "")
                .withHeaders(headers)
                .withStageVariables(Map.of(CrossOrigin.ORIGINS_VARIABLE, ORIGIN))
                .withBody(text == null ? Base64.getEncoder().encodeToString(request.body) : text)
                .withIsBase64Encoded(text == null)
                .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                        .withStage("$default")
                        .withRequestId("JKJaXmPLvHcESHA=")
                        .withTimeEpoch(System.currentTimeMillis())
                        .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                                .withMethod(request.method)
                                .withPath(parts[0])
                                .withProtocol("HTTP/1.1")
                                .withSourceIp("203.0.113.7")
                                .build())
                        .build())
                .build();
    }

    /** The body as the gateway hands it on where it is named as text and not compressed; else null. */
    private static @Nullable String textOf(Sent request) {
        String type = request.headers.getOrDefault("Content-Type", "");
        if (request.headers.containsKey("Content-Encoding")
                || !(type.startsWith("application/json") || type.startsWith("text/"))) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
