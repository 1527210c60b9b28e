package dev.tidemark.infra.stack;

import dev.tidemark.platform.CrossOrigin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.CorsHttpMethod;
import software.amazon.awscdk.services.apigatewayv2.CorsPreflightOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpRoute;
import software.amazon.awscdk.services.apigatewayv2.HttpStage;
import software.amazon.awscdk.services.apigatewayv2.ThrottleSettings;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The HTTP API in front of ingestion: everything that is posted, and what it answers to a GET, with and without a key in the
 * path, but for the metrics, which are those of whichever instance is asked. Keys are the function's business; the gateway bounds the rate, answers
 * browsers' preflights, and logs each request without address, key or content. The allowed
 * origins and headers are variables of the stage, which go with every request to the function; the answers to preflights
 * are made from the same lists. A path may hold a key: the log has the route instead, which is a pattern.
 */
final class HttpGateway extends Construct {

    private static final List<String> READ = List.of("/v1/time", "/sourceConfig", "/q/health", "/q/openapi");

    /** Where an SDK can send no header. Nothing else is behind it: with any word for a key, whoever reads would read all. */
    private static final String KEY_IN_PATH = "/k/{key}";

    private final HttpApi api;

    HttpGateway(Construct scope, StageSettings settings, IFunction ingest, LogGroup accessLogs) {
        super(scope, "Gateway");
        HttpApi.Builder builder = HttpApi.Builder.create(this, "Api")
                .apiName(settings.prefix())
                .description("Tidemark " + settings.stage() + ": events in")
                .createDefaultStage(false);
        CrossOrigin crossOrigin = settings.crossOrigin();
        if (!crossOrigin.origins().isEmpty()) {
            builder.corsPreflight(CorsPreflightOptions.builder()
                    .allowOrigins(crossOrigin.origins())
                    .allowMethods(CrossOrigin.METHODS.stream()
                            .map(CorsHttpMethod::valueOf)
                            .toList())
                    .allowHeaders(crossOrigin.headers())
                    .exposeHeaders(CrossOrigin.EXPOSED_HEADERS)
                    .maxAge(Duration.seconds(CrossOrigin.MAX_AGE.toSeconds()))
                    .build());
        }
        api = builder.build();
        HttpLambdaIntegration toIngest = new HttpLambdaIntegration("Ingest", ingest);
        route(HttpMethod.POST, "/{proxy+}", toIngest);
        for (String path : READ) {
            route(HttpMethod.GET, path, toIngest);
            route(HttpMethod.GET, KEY_IN_PATH + path, toIngest);
        }
        HttpStage stage = HttpStage.Builder.create(this, "Stage")
                .httpApi(api)
                .stageName("$default")
                .autoDeploy(true)
                .throttle(ThrottleSettings.builder()
                        .rateLimit(settings.requestsPerSecond())
                        .burstLimit(settings.burst())
                        .build())
                .build();
        CfnStage made = (CfnStage) stage.getNode().getDefaultChild();
        made.setAccessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                .destinationArn(accessLogs.getLogGroupArn())
                .format(logFormat())
                .build());
        Map<String, String> variables = crossOrigin.stageVariables();
        if (!variables.isEmpty()) {
            made.setStageVariables(variables);
        }
    }

    private void route(HttpMethod method, String path, HttpLambdaIntegration target) {
        for (HttpRoute route : api.addRoutes(AddRoutesOptions.builder()
                .path(path)
                .methods(List.of(method))
                .integration(target)
                .build())) {
            Suppressed.rule(
                    route,
                    "AwsSolutions-APIG4",
                    "The function checks API keys itself, in constant time against hashes: existing SDKs send them in the"
                            + " header, as a basic-auth user name or in the body, which no authorizer of the gateway reads.");
        }
    }

    /** One JSON object a request. */
    private static String logFormat() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("requestId", "$context.requestId");
        fields.put("time", "$context.requestTimeEpoch");
        fields.put("route", "$context.routeKey");
        fields.put("status", "$context.status");
        fields.put("bytes", "$context.responseLength");
        fields.put("millis", "$context.responseLatency");
        fields.put("functionMillis", "$context.integrationLatency");
        fields.put("functionStatus", "$context.integrationStatus");
        fields.put("error", "$context.error.message");
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":\"" + field.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    String apiId() {
        return api.getApiId();
    }

    /** Without a slash at its end, so that a path can be put behind it. */
    String url() {
        return api.getApiEndpoint();
    }
}
