package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;

class GatewayTest {

    private final Synthesized prod = Synthesized.prod();

    @Test
    void requests_are_throttled() {
        prod.template("Compute")
                .hasResourceProperties(
                        "AWS::ApiGatewayV2::Stage",
                        Map.of(
                                "DefaultRouteSettings",
                                Map.of("ThrottlingRateLimit", 2_000, "ThrottlingBurstLimit", 1_000)));
    }

    @Test
    void requests_are_logged_without_address_agent_or_key() {
        JsonNode settings = stage(prod).path("AccessLogSettings");
        assertThat(prod.text(settings.path("DestinationArn"))).isEqualTo("/tidemark/prod/api");
        assertThat(settings.path("Format").asText())
                .contains("$context.requestId", "$context.status", "$context.responseLatency")
                .doesNotContain("identity", "sourceIp", "userAgent", "header");
    }

    @Test
    void allowed_origins_are_a_stage_variable_and_the_preflights_answer() {
        Synthesized withOrigins = Synthesized.spark();
        assertThat(stage(withOrigins)
                        .path("StageVariables")
                        .path("allowedOrigins")
                        .asText())
                .isEqualTo("https://shop.example,https://www.example");
        withOrigins
                .template("Compute")
                .hasResourceProperties(
                        "AWS::ApiGatewayV2::Api",
                        Map.of(
                                "CorsConfiguration",
                                Match.objectLike(Map.of(
                                        "AllowOrigins", List.of("https://shop.example", "https://www.example")))));
    }

    @Test
    void without_origins_no_browser_may_post() {
        assertThat(stage(prod).path("StageVariables").path("allowedOrigins").asText())
                .isEqualTo("none");
        assertThat(prod.resources("AWS::ApiGatewayV2::Api"))
                .noneMatch(api -> api.properties().has("CorsConfiguration"));
    }

    @Test
    void what_is_posted_goes_to_ingestion_and_what_is_read_to_the_serving_layer() {
        assertThat(prod.resources("AWS::ApiGatewayV2::Route"))
                .extracting(route -> route.properties().path("RouteKey").asText()
                        + " > "
                        + target(route.properties().path("Target").toString()))
                .containsExactlyInAnyOrder(
                        "POST /{proxy+} > INGEST", "GET /v1/time > INGEST", "GET / > QUERY", "GET /{proxy+} > QUERY");
    }

    private String target(String integration) {
        return prod.resources("AWS::ApiGatewayV2::Integration").stream()
                .filter(resource -> integration.contains(resource.id()))
                .map(resource ->
                        resource.properties().path("IntegrationUri").path("Ref").asText())
                .map(alias -> alias.substring(0, alias.indexOf("Live")))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode stage(Synthesized synthesized) {
        return synthesized.resources("AWS::ApiGatewayV2::Stage").get(0).properties();
    }
}
