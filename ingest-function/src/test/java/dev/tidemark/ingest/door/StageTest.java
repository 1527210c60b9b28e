package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import dev.tidemark.platform.CrossOrigin;
import io.quarkus.amazon.lambda.http.LambdaHttpHandler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a stage of the gateway says, and what stands in a path behind it. */
@QuarkusTest
@QuarkusTestResource(KinesisForTests.class)
class StageTest {

    private static final String PAGE = "https://shop.example";

    Log log;

    private final String device = newDevice();

    @Test
    void preflightsAllowWhatTheSdksSendAndWhatTheStageAdds() throws IOException {
        assertThat(headersAllowed(List.of()))
                .contains("x-retry-count", "anonymousid", "sentat", "ce-id", "ce-type", "traceparent")
                .doesNotContain("x-shop");
        assertThat(headersAllowed(List.of("X-Shop"))).contains("x-retry-count", "x-shop");
    }

    private static List<String> headersAllowed(List<String> added) throws IOException {
        APIGatewayV2HTTPEvent call = call("OPTIONS", "/v1/t");
        call.setStageVariables(new CrossOrigin(List.of(PAGE), added).stageVariables());
        call.getHeaders().put("origin", PAGE);
        call.getHeaders().put("access-control-request-method", "POST");
        call.getHeaders().put("access-control-request-headers", "x-retry-count,x-shop");
        return List.of(new LambdaHttpHandler()
                .handleRequest(call, null)
                .getHeaders()
                .get("access-control-allow-headers")
                .split(","));
    }

    @Test
    void theKeyMayStandInThePath() throws IOException {
        for (String key : List.of("wrong", KinesisForTests.KEY)) {
            APIGatewayV2HTTPEvent call = call("POST", "/k/" + key + "/v1/events");
            call.getHeaders().keySet().removeIf(name -> name.equalsIgnoreCase("x-api-key"));
            call.setBody(Requests.envelope(device, Requests.event("a")));
            APIGatewayV2HTTPResponse answer = new LambdaHttpHandler().handleRequest(call, null);
            assertThat(answer.getStatusCode()).isEqualTo(key.equals("wrong") ? 401 : 200);
        }
        assertThat(log.ids(device)).containsExactly("a");
    }

    private static APIGatewayV2HTTPEvent call(String method, String path) throws IOException {
        try (InputStream json = StageTest.class.getResourceAsStream("/gateway-call.json")) {
            APIGatewayV2HTTPEvent call = new ObjectMapper()
                    .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                    .readValue(json, APIGatewayV2HTTPEvent.class);
            call.setRawPath(path);
            call.getRequestContext().getHttp().setPath(path);
            call.getRequestContext().getHttp().setMethod(method);
            return call;
        }
    }
}
