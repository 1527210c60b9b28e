package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.domain.platform.Environment;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    void the_gateway_and_the_function_are_given_the_same_origins() {
        Synthesized withOrigins = Synthesized.spark();
        withOrigins
                .template("Compute")
                .hasResourceProperties(
                        "AWS::ApiGatewayV2::Api",
                        Map.of(
                                "CorsConfiguration",
                                Match.objectLike(Map.of(
                                        "AllowOrigins", List.of("https://shop.example", "https://www.example")))));
        assertThat(origins(withOrigins)).isEqualTo("https://shop.example,https://www.example");
    }

    @Test
    void the_function_reads_the_variable_that_it_is_given() throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(
                Synthesized.HOME.resolve("ingest-function/src/main/resources/application.properties"))) {
            settings.load(file);
        }
        Matcher property = Pattern.compile("\\$\\{(.+):}").matcher(settings.getProperty("quarkus.http.cors.origins"));
        assertThat(property.matches()).isTrue();
        assertThat(property.group(1).replaceAll("\\W", "_").toUpperCase(Locale.ROOT))
                .as("as configuration finds the variable of a property")
                .isEqualTo(Environment.CORS_ORIGINS);
    }

    @Test
    void without_origins_no_browser_may_post() {
        assertThat(origins(prod)).isEmpty();
        assertThat(prod.resources("AWS::ApiGatewayV2::Api"))
                .noneMatch(api -> api.properties().has("CorsConfiguration"));
    }

    private static String origins(Synthesized stage) {
        return stage.resources("AWS::Lambda::Function").stream()
                .map(function -> function.properties().path("Environment").path("Variables"))
                .filter(variables -> variables.has(Environment.API_KEY_HASHES))
                .map(variables -> variables.path(Environment.CORS_ORIGINS).asText())
                .collect(Collectors.joining());
    }

    @Test
    void every_route_leads_to_ingestion_and_none_to_what_it_does_not_serve() {
        assertThat(prod.resources("AWS::ApiGatewayV2::Route"))
                .extracting(route -> route.properties().path("RouteKey").asText()
                        + " > "
                        + target(route.properties().path("Target").toString()))
                .containsExactlyInAnyOrder(
                        "POST /{proxy+} > INGEST",
                        "GET /v1/time > INGEST",
                        "GET /q/health > INGEST",
                        "GET /q/openapi > INGEST");
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
