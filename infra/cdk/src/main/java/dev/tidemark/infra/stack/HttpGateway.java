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
 * An HTTP API in front of one function. Keys are the function's business; the gateway bounds the rate, and logs each request without
 * address, key or content. A path may hold a key: the log has the route instead, which is a pattern.
 */
final class HttpGateway extends Construct {

    private static final List<String> READ_OF_EVENTS = List.of("/v1/time", "/sourceConfig", "/q/health", "/q/openapi");

    /** Where an SDK can send no header. Nothing else is behind it: with any word for a key, whoever reads would read all. */
    private static final String KEY_IN_PATH = "/k/{key}";

    private static final List<String> READ_OF_QUERIES = List.of("/q/health", "/q/openapi");

    private final HttpApi api;

    private HttpGateway(
            Construct scope,
            String id,
            String name,
            String description,
            CrossOrigin crossOrigin,
            ThrottleSettings throttle,
            LogGroup accessLogs) {
        super(scope, id);
        HttpApi.Builder builder = HttpApi.Builder.create(this, "Api")
                .apiName(name)
                .description(description)
                .createDefaultStage(false);
        if (!crossOrigin.origins().isEmpty()) {
            builder.corsPreflight(preflight(crossOrigin));
        }
        api = builder.build();
        HttpStage stage = HttpStage.Builder.create(this, "Stage")
                .httpApi(api)
                .stageName("$default")
                .autoDeploy(true)
                .throttle(throttle)
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

    /**
     * In front of ingestion: everything that is posted, and what it answers to a GET, with and without a key in the path, but for the
     * metrics, which are those of whichever instance is asked. It answers browsers' preflights. The allowed origins and headers are
     * variables of the stage, which go with every request to the function; the answers to preflights are made from the same lists.
     */
    static HttpGateway ofEvents(Construct scope, StageSettings settings, IFunction ingest, LogGroup accessLogs) {
        HttpGateway gateway = new HttpGateway(
                scope,
                "Gateway",
                settings.prefix(),
                "Tidemark " + settings.stage() + ": events in",
                settings.crossOrigin(),
                throttle(settings.requestsPerSecond(), settings.burst()),
                accessLogs);
        HttpLambdaIntegration function = new HttpLambdaIntegration("Ingest", ingest);
        gateway.route(HttpMethod.POST, "/{proxy+}", function);
        for (String path : READ_OF_EVENTS) {
            gateway.route(HttpMethod.GET, path, function);
            gateway.route(HttpMethod.GET, KEY_IN_PATH + path, function);
        }
        return gateway;
    }

    /**
     * In front of queries, apart from the other: whoever asks takes nothing of what devices may send, and neither's errors hide in
     * the other's. The function itself says which addresses and methods there are.
     */
    static HttpGateway ofQueries(Construct scope, StageSettings settings, IFunction query, LogGroup accessLogs) {
        HttpGateway gateway = new HttpGateway(
                scope,
                "QueryGateway",
                settings.prefix() + "-queries",
                "Tidemark " + settings.stage() + ": queries",
                CrossOrigin.NONE,
                throttle(settings.queriesPerSecond(), settings.queriesPerSecond()),
                accessLogs);
        HttpLambdaIntegration function = new HttpLambdaIntegration("Query", query);
        gateway.route(HttpMethod.ANY, "/v1/{proxy+}", function);
        for (String path : READ_OF_QUERIES) {
            gateway.route(HttpMethod.GET, path, function);
        }
        return gateway;
    }

    private static ThrottleSettings throttle(int perSecond, int burst) {
        return ThrottleSettings.builder().rateLimit(perSecond).burstLimit(burst).build();
    }

    private static CorsPreflightOptions preflight(CrossOrigin crossOrigin) {
        return CorsPreflightOptions.builder()
                .allowOrigins(crossOrigin.origins())
                .allowMethods(CrossOrigin.METHODS.stream()
                        .map(CorsHttpMethod::valueOf)
                        .toList())
                .allowHeaders(crossOrigin.headers())
                .exposeHeaders(CrossOrigin.EXPOSED_HEADERS)
                .maxAge(Duration.seconds(CrossOrigin.MAX_AGE.toSeconds()))
                .build();
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
