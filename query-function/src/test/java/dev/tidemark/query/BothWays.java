package dev.tidemark.query;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.tidemark.query.door.QueryServer;
import io.quarkus.amazon.lambda.http.LambdaHttpHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A question over a connection to the plain server, or as the gateway's call of the function. */
final class BothWays {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final QueryServer server;

    BothWays(QueryServer server) {
        this.server = server;
    }

    /**
     * An answer.
     *
     * @param headers by their names in lower case
     */
    record Reply(int status, Map<String, String> headers, String body) {

        /** What has to be the same both ways. */
        Map<String, String> said() {
            Map<String, String> said = new TreeMap<>(headers);
            said.keySet()
                    .retainAll(java.util.Set.of(
                            "allow",
                            "cache-control",
                            "content-type",
                            "etag",
                            "link",
                            "retry-after",
                            "tidemark-answer",
                            "vary",
                            "www-authenticate"));
            return said;
        }
    }

    Reply overHttp(String method, String path, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        Map<String, String> said = new HashMap<>();
        response.headers()
                .map()
                .forEach((name, values) -> said.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return new Reply(response.statusCode(), said, response.body());
    }

    Reply asFunction(String method, String path, Map<String, String> headers) {
        String[] parts = path.split("\\?", 2);
        Map<String, String> sent = new HashMap<>();
        headers.forEach((name, value) -> sent.put(name.toLowerCase(Locale.ROOT), value));
        sent.put("host", "abcdefghij.execute-api.eu-central-1.amazonaws.com");
        APIGatewayV2HTTPResponse response = new LambdaHttpHandler()
                .handleRequest(
                        APIGatewayV2HTTPEvent.builder()
                                .withVersion("2.0")
                                .withRouteKey("ANY /v1/{proxy+}")
                                .withRawPath(parts[0])
                                .withRawQueryString(parts.length > 1 ? parts[1] : "")
                                .withHeaders(sent)
                                .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                                        .withStage("$default")
                                        .withRequestId("JKJaXmPLvHcESHA=")
                                        .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                                                .withMethod(method)
                                                .withPath(parts[0])
                                                .withProtocol("HTTP/1.1")
                                                .build())
                                        .build())
                                .build(),
                        null);
        Map<String, String> said = new HashMap<>();
        if (response.getMultiValueHeaders() != null) {
            response.getMultiValueHeaders()
                    .forEach((name, values) -> said.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        }
        if (response.getHeaders() != null) {
            response.getHeaders().forEach((name, value) -> said.put(name.toLowerCase(Locale.ROOT), value));
        }
        String body = response.getBody() == null ? "" : response.getBody();
        return new Reply(
                response.getStatusCode(),
                said,
                response.getIsBase64Encoded()
                        ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
                        : body);
    }
}
