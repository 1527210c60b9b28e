package dev.tidemark.infra.stack;

import dev.tidemark.platform.Metric;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.StreamMapping;
import dev.tidemark.platform.Table;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;

/** The metrics of one stage, by the physical names of what they measure. */
final class Metrics {

    static final Duration MINUTE = Duration.minutes(1);
    static final Duration FIVE_MINUTES = Duration.minutes(5);

    private final StageSettings settings;
    private final ComputeStack compute;

    Metrics(StageSettings settings, ComputeStack compute) {
        this.settings = settings;
        this.compute = compute;
    }

    /** One of the platform's own. */
    IMetric own(Metric metric, String statistic, Duration period) {
        return metric(
                Metric.NAMESPACE,
                metric.metricName(),
                Map.of(Metric.DIMENSION, metric.source().nameIn(settings.prefix())),
                statistic,
                period);
    }

    IMetric lambda(PlatformFunction function, String name, String statistic, Duration period) {
        return metric(
                "AWS/Lambda", name, Map.of("FunctionName", function.nameIn(settings.prefix())), statistic, period);
    }

    /** How old, in milliseconds, the oldest record of a batch is when the function is called with it. */
    IMetric iteratorAge(PlatformFunction function, Duration period) {
        return lambda(function, "IteratorAge", "Maximum", period);
    }

    IMetric mapping(StreamMapping mapping, String name) {
        return metric(
                "AWS/Lambda", name, Map.of("EventSourceMappingUUID", compute.mappingId(mapping)), "Sum", FIVE_MINUTES);
    }

    IMetric stream(String name, String statistic, Duration period) {
        return metric("AWS/Kinesis", name, Map.of("StreamName", settings.prefix() + "-events"), statistic, period);
    }

    IMetric table(Table table, String name, Duration period) {
        return metric("AWS/DynamoDB", name, Map.of("TableName", table.nameIn(settings.prefix())), "Sum", period);
    }

    /** Reads and writes that any table throttled. */
    IMetric tableThrottles() {
        Map<String, IMetric> parts = new LinkedHashMap<>();
        for (Table table : Table.values()) {
            String id = table.name().toLowerCase(Locale.ROOT);
            parts.put(id + "_r", table(table, "ReadThrottleEvents", FIVE_MINUTES));
            parts.put(id + "_w", table(table, "WriteThrottleEvents", FIVE_MINUTES));
        }
        return sum(parts, "throttled", FIVE_MINUTES);
    }

    /** Of the API that events come in by. */
    IMetric events(String name, String statistic, Duration period) {
        return gateway(compute.events(), name, statistic, period);
    }

    /** Of the API that queries are asked at. */
    IMetric queries(String name, String statistic, Duration period) {
        return gateway(compute.queries(), name, statistic, period);
    }

    private static IMetric gateway(HttpGateway gateway, String name, String statistic, Duration period) {
        return metric("AWS/ApiGateway", name, Map.of("ApiId", gateway.apiId()), statistic, period);
    }

    IMetric waiting(String queue) {
        return metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", Map.of("QueueName", queue), "Maximum", MINUTE);
    }

    /** The sum of metrics, where one without data counts as nothing. */
    static IMetric sum(Map<String, IMetric> parts, String label, Duration period) {
        String expression =
                parts.keySet().stream().map(id -> "FILL(" + id + ",0)").collect(Collectors.joining("+"));
        return formula(expression, parts, label, period);
    }

    static IMetric formula(String expression, Map<String, IMetric> parts, String label, Duration period) {
        return MathExpression.Builder.create()
                .expression(expression)
                .usingMetrics(parts)
                .label(label)
                .period(period)
                .build();
    }

    private static IMetric metric(
            String namespace, String name, Map<String, String> dimensions, String statistic, Duration period) {
        return software.amazon.awscdk.services.cloudwatch.Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(dimensions)
                .statistic(statistic)
                .period(period)
                .build();
    }
}
