package dev.tidemark.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An alarm as the template has it, and when it rings: its metrics, periods, threshold, and what missing data means are read there. */
final class TemplateAlarm {

    private final Synthesized stage;
    private final JsonNode properties;

    TemplateAlarm(Synthesized stage, JsonNode properties) {
        this.stage = stage;
        this.properties = properties;
    }

    String name() {
        return properties.path("AlarmName").asText().replaceFirst("tidemark-[a-z]+-", "");
    }

    /**
     * Whether it rings at any moment of a time.
     *
     * @param from when the stage was deployed, milliseconds; before that there is no data
     */
    boolean rings(MetricSeries points, long from, long to) {
        long period = period();
        long first = Math.floorDiv(from, period);
        int length = (int) (Math.floorDiv(to, period) - first);
        @Nullable Double[] values = values(points, first, length, period);
        int looked = properties.path("EvaluationPeriods").asInt();
        int enough = properties.path("DatapointsToAlarm").asInt(looked);
        for (int end = 0; end < length; end++) {
            int breaching = 0;
            for (int i = Math.max(0, end - looked + 1); i <= end; i++) {
                breaching += breaches(values[i]) ? 1 : 0;
            }
            if (breaching >= enough) {
                return true;
            }
        }
        return false;
    }

    private boolean breaches(@Nullable Double value) {
        if (value == null) {
            return switch (properties.path("TreatMissingData").asText()) {
                case "breaching" -> true;
                case "notBreaching" -> false;
                default -> throw new IllegalStateException(name() + ": missing data is " + properties);
            };
        }
        if (!properties.path("ComparisonOperator").asText().equals("GreaterThanThreshold")) {
            throw new IllegalStateException(name() + " compares otherwise: " + properties);
        }
        return value > properties.path("Threshold").asDouble();
    }

    private long period() {
        for (JsonNode found : properties.findValues("Period")) {
            return found.asLong() * 1_000;
        }
        throw new IllegalStateException(name() + " has no period");
    }

    private @Nullable Double[] values(MetricSeries points, long first, int length, long period) {
        if (properties.has("MetricName")) {
            return series(
                    points,
                    properties,
                    properties
                            .path("Statistic")
                            .asText(properties.path("ExtendedStatistic").asText()),
                    first,
                    length,
                    period);
        }
        Map<String, @Nullable Double[]> byId = new HashMap<>();
        String expression = "";
        for (JsonNode metric : properties.path("Metrics")) {
            if (metric.has("Expression")) {
                expression = metric.path("Expression").asText();
            } else {
                JsonNode stat = metric.path("MetricStat");
                byId.put(
                        metric.path("Id").asText(),
                        series(points, stat.path("Metric"), stat.path("Stat").asText(), first, length, period));
            }
        }
        return MetricMath.evaluate(expression, byId, length);
    }

    private @Nullable Double[] series(
            MetricSeries points, JsonNode metric, String statistic, long first, int length, long period) {
        List<List<Double>> byPeriod = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            byPeriod.add(new ArrayList<>());
        }
        String of = stage.text(metric.path("Dimensions").path(0).path("Value"));
        points.of(metric.path("Namespace").asText(), metric.path("MetricName").asText(), of)
                .forEach((at, value) -> {
                    long index = Math.floorDiv(at, period) - first;
                    if (index >= 0 && index < length) {
                        byPeriod.get((int) index).addAll(value);
                    }
                });
        @Nullable Double[] values = new Double[length];
        for (int i = 0; i < length; i++) {
            values[i] = byPeriod.get(i).isEmpty() ? null : statistic(statistic, byPeriod.get(i));
        }
        return values;
    }

    private double statistic(String statistic, List<Double> values) {
        return switch (statistic) {
            case "Maximum", "p99" ->
                values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            case "Sum" -> values.stream().mapToDouble(Double::doubleValue).sum();
            case "SampleCount" -> values.size();
            default -> throw new IllegalStateException(name() + " has the statistic " + statistic);
        };
    }
}
