package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.infra.Synthesized.Resource;
import dev.tidemark.platform.CrossOrigin;
import dev.tidemark.platform.Environment;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class GatewayTest {

    /** What the logical ids of the two APIs begin with. */
    private static final String EVENTS = "GatewayApi";

    private static final String QUERIES = "QueryGatewayApi";

    private final Synthesized prod = Synthesized.prod();

    @Test
    void requests_are_throttled() {
        assertThat(stage(prod, QUERIES).path("DefaultRouteSettings").toString())
                .isEqualTo("{\"ThrottlingBurstLimit\":50,\"ThrottlingRateLimit\":50}");
        prod.template("Compute")
                .hasResourceProperties(
                        "AWS::ApiGatewayV2::Stage",
                        Map.of(
                                "DefaultRouteSettings",
                                Map.of("ThrottlingRateLimit", 2_000, "ThrottlingBurstLimit", 1_000)));
    }

    @Test
    void requests_are_logged_without_address_agent_or_key() {
        assertThat(prod.text(stage(prod, QUERIES).path("AccessLogSettings").path("DestinationArn")))
                .isEqualTo("/tidemark/prod/queries");
        JsonNode settings = stage(prod, EVENTS).path("AccessLogSettings");
        assertThat(stage(prod, QUERIES).path("AccessLogSettings").path("Format"))
                .isEqualTo(settings.path("Format"));
        assertThat(prod.text(settings.path("DestinationArn"))).isEqualTo("/tidemark/prod/api");
        assertThat(settings.path("Format").asText())
                .contains("$context.requestId", "$context.status", "$context.responseLatency")
                .doesNotContain("identity", "sourceIp", "userAgent", "header")
                // SDKs that can send no header have their key in the path; the route is a pattern.
                .doesNotContain("path", "Path", "proxy", "query", "domainName");
    }

    @Test
    void allowed_origins_and_headers_are_variables_of_the_stage_and_preflights_are_answered_by_the_same_lists() {
        Synthesized withOrigins = Synthesized.spark();
        assertThat(stage(withOrigins, EVENTS).path("StageVariables").properties())
                .containsExactly(
                        Map.entry("allowedHeaders", TextNode.valueOf("x-shop")),
                        Map.entry("allowedOrigins", TextNode.valueOf("https://shop.example,https://www.example")));
        JsonNode preflight = withOrigins
                .resource("AWS::ApiGatewayV2::Api", "Name", "tidemark-spark")
                .properties()
                .path("CorsConfiguration");
        assertThat(texts(preflight.path("AllowOrigins")))
                .containsExactly("https://shop.example", "https://www.example");
        assertThat(texts(preflight.path("AllowMethods"))).isEqualTo(CrossOrigin.METHODS);
        assertThat(texts(preflight.path("AllowHeaders")))
                .isEqualTo(new CrossOrigin(List.of(), List.of("x-shop")).headers());
        assertThat(texts(preflight.path("ExposeHeaders"))).isEqualTo(CrossOrigin.EXPOSED_HEADERS);
        assertThat(preflight.path("MaxAge").asLong()).isEqualTo(CrossOrigin.MAX_AGE.toSeconds());
        assertThat(preflight.has("AllowCredentials")).isFalse();
    }

    @Test
    void without_origins_no_page_of_another_origin_may_post() {
        assertThat(stage(prod, EVENTS).has("StageVariables")).isFalse();
        assertThat(prod.resources("AWS::ApiGatewayV2::Api")).hasSize(2).noneMatch(api -> api.properties()
                .has("CorsConfiguration"));
    }

    @Test
    void the_stage_is_the_only_place_that_names_the_origins() {
        assertThat(Synthesized.spark().resources())
                .filteredOn(resource -> resource.json().toString().contains("shop.example"))
                .extracting(Resource::type)
                .containsExactlyInAnyOrder("AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Stage");
        for (Synthesized stage : Synthesized.all()) {
            assertThat(stage.resources("AWS::Lambda::Function"))
                    .isNotEmpty()
                    .noneMatch(function -> function.json().toString().contains(Environment.CORS_ORIGINS));
        }
    }

    @Test
    void requests_reach_the_function_in_the_format_that_carries_stage_variables() {
        assertThat(prod.resources("AWS::ApiGatewayV2::Integration"))
                .isNotEmpty()
                .allMatch(integration -> integration
                        .properties()
                        .path("PayloadFormatVersion")
                        .asText()
                        .equals("2.0"));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void every_route_leads_to_its_function_and_none_to_what_it_does_not_serve() {
        assertThat(prod.resources("AWS::ApiGatewayV2::Route"))
                .extracting(route -> route.properties().path("RouteKey").asText()
                        + " > "
                        + target(route.properties().path("Target").toString()))
                .containsExactlyInAnyOrder(
                        "POST /{proxy+} > INGEST",
                        "GET /v1/time > INGEST",
                        "GET /sourceConfig > INGEST",
                        "GET /q/health > INGEST",
                        "GET /q/openapi > INGEST",
                        "GET /k/{key}/v1/time > INGEST",
                        "GET /k/{key}/sourceConfig > INGEST",
                        "GET /k/{key}/q/health > INGEST",
                        "GET /k/{key}/q/openapi > INGEST",
                        "ANY /v1/{proxy+} > QUERY",
                        "GET /q/health > QUERY",
                        "GET /q/openapi > QUERY");
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

    private static JsonNode stage(Synthesized synthesized, String api) {
        return synthesized.resources("AWS::ApiGatewayV2::Stage").stream()
                .map(Resource::properties)
                .filter(properties ->
                        properties.path("ApiId").path("Ref").asText().startsWith(api))
                .findFirst()
                .orElseThrow();
    }
}
