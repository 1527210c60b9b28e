package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import dev.tidemark.platform.CrossOrigin;
import io.quarkus.amazon.lambda.http.LambdaHttpHandler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The function as the gateway calls it. */
@QuarkusTest
@QuarkusTestResource(KinesisForTests.class)
class LambdaTest {

    private static final long REQUEST_TIME = 1_795_309_323_456L;

    /** As Quarkus asks for it, not by an injection that would keep it alive. */
    private final LambdaHttpHandler function =
            CDI.current().select(LambdaHttpHandler.class).get();

    Log log;

    private final String device = newDevice();

    @Test
    void theGatewaysRequestTimeAndIdAreTheStamps() throws IOException {
        APIGatewayV2HTTPEvent call = call();
        call.setBody(Requests.envelope(device, Requests.event("a")));
        APIGatewayV2HTTPResponse answer = function.handleRequest(call, null);
        assertThat(answer.getStatusCode()).isEqualTo(200);
        JsonPath json = new JsonPath(answer.getBody());
        assertThat(json.getString("receivedAt")).isEqualTo("2026-11-22T01:02:03.456Z");
        assertThat(json.getString("requestId")).isEqualTo("JKJaXmPLvHcESHA=");
        assertThat(log.of(device))
                .extracting(LogRecord.Events::receivedAtMillis)
                .containsExactly(REQUEST_TIME);
    }

    @Test
    void binaryBodiesComeInBase64() throws IOException {
        APIGatewayV2HTTPEvent call = call();
        call.getHeaders().put("content-encoding", "gzip");
        call.setIsBase64Encoded(true);
        call.setBody(Base64.getEncoder()
                .encodeToString(Encodings.gzip(Requests.envelope(device, Requests.event("a"))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        assertThat(function.handleRequest(call, null).getStatusCode()).isEqualTo(200);
        assertThat(log.ids(device)).containsExactly("a");
    }

    @Test
    void problemsLeaveTheSameWay() throws IOException {
        APIGatewayV2HTTPEvent call = call();
        call.setBody("nonsense");
        APIGatewayV2HTTPResponse answer = function.handleRequest(call, null);
        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(answer.getHeaders()).containsEntry("Content-Type", "application/problem+json");
    }

    @Test
    void anAddressThatCannotBeDecodedIsAProblem() throws IOException {
        for (String query : List.of("receipt=%zz", "a=%")) {
            APIGatewayV2HTTPEvent call = call();
            call.setRawQueryString(query);
            call.setBody(Requests.envelope(device, Requests.event("a")));
            APIGatewayV2HTTPResponse answer = function.handleRequest(call, null);
            assertThat(answer.getStatusCode()).isEqualTo(400);
            assertThat(answer.getHeaders()).containsEntry("Content-Type", "application/problem+json");
            assertThat(answer.getBody()).contains("urn:tidemark:problem:bad-request", "no URI");
        }
        assertThat(log.ids(device)).isEmpty();
    }

    /** Where a stage allows none, none is allowed, and told so like everybody else. */
    @Test
    void whoMayNotSendIsToldByAProblem() throws IOException {
        for (Map<String, String> stage :
                List.of(Map.<String, String>of(), Map.of(CrossOrigin.ORIGINS_VARIABLE, "https://a.example"))) {
            APIGatewayV2HTTPEvent call = call();
            call.setStageVariables(stage);
            call.getHeaders().put("origin", "https://evil.example");
            APIGatewayV2HTTPResponse answer = function.handleRequest(call, null);
            assertThat(answer.getStatusCode()).isEqualTo(403);
            assertThat(answer.getBody())
                    .contains("urn:tidemark:problem:forbidden", "'https://evil.example' is not listed");
        }
    }

    @ParameterizedTest(name = "stage {0}, page of {1}")
    @CsvSource(delimiter = '|', textBlock = """
            https://shop.example                         | https://shop.example  | 200
            https://shop.example,https://www.example     | https://www.example   | 200
            https://shop.example                         | https://evil.example  | 403
            https://shop.example                         | http://shop.example   | 403
                                                         | https://shop.example  | 403
                                                         | https://server.example | 403
            https://shop.example                         |                       | 200
            """)
    void theOriginsAreThoseOfTheGatewaysStage(@Nullable String allowed, @Nullable String origin, int status)
            throws IOException {
        APIGatewayV2HTTPEvent call = call();
        call.setStageVariables(allowed == null ? null : Map.of(CrossOrigin.ORIGINS_VARIABLE, allowed));
        if (origin != null) {
            call.getHeaders().put("origin", origin);
        }
        call.setBody(Requests.envelope(device, Requests.event("a")));

        APIGatewayV2HTTPResponse answer = function.handleRequest(call, null);

        assertThat(answer.getStatusCode()).isEqualTo(status);
        if (status == 200 && origin != null) {
            assertThat(answer.getHeaders()).containsEntry("access-control-allow-origin", origin);
        } else {
            assertThat(answer.getHeaders()).doesNotContainKey("access-control-allow-origin");
        }
        assertThat(log.ids(device)).hasSize(status == 200 ? 1 : 0);
    }

    /** What a client can choose are headers, the query, cookies and the body. */
    @Test
    void noClientCanAllowItself() throws IOException {
        APIGatewayV2HTTPEvent call = call();
        call.setStageVariables(Map.of(CrossOrigin.ORIGINS_VARIABLE, "https://shop.example"));
        call.getHeaders().put("origin", "https://evil.example");
        call.getHeaders().put("allowedorigins", "https://evil.example");
        call.getHeaders().put("stagevariables", "{\"allowedOrigins\":\"https://evil.example\"}");
        call.setQueryStringParameters(Map.of("allowedOrigins", "https://evil.example"));
        call.setRawQueryString("allowedOrigins=https://evil.example");
        call.setCookies(List.of("allowedOrigins=https://evil.example"));
        call.setBody("{\"stageVariables\":{\"allowedOrigins\":\"https://evil.example\"},"
                + Requests.envelope(device, Requests.event("a")).substring(1));
        assertThat(function.handleRequest(call, null).getStatusCode()).isEqualTo(403);
        assertThat(log.ids(device)).isEmpty();
    }

    private static APIGatewayV2HTTPEvent call() throws IOException {
        try (InputStream json = LambdaTest.class.getResourceAsStream("/gateway-call.json")) {
            return new ObjectMapper()
                    .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                    .readValue(json, APIGatewayV2HTTPEvent.class);
        }
    }
}
