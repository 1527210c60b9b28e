package dev.tidemark.platform;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Metrics as one line of CloudWatch's embedded metric format. Printed as a line of its own on standard output of a
 * function, it becomes a point of each metric; no call to CloudWatch is made, and nothing is lost when the instance is
 * frozen.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     Embedded metric format</a>
 */
public final class MetricLine {

    private final long atMillis;
    private final String functionName;
    private final Map<Metric, Long> values = new EnumMap<>(Metric.class);

    /**
     * A line without metrics.
     *
     * @param atMillis when they were measured
     * @param functionName the deployed name of the function; letters, digits, {@code -} and {@code _}
     */
    public MetricLine(long atMillis, String functionName) {
        if (!functionName.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("1 to 64 letters, digits, - and _: '" + functionName + "'");
        }
        this.atMillis = atMillis;
        this.functionName = functionName;
    }

    /** With this value, in the metric's unit. */
    public MetricLine with(Metric metric, long value) {
        values.put(metric, value);
        return this;
    }

    /** The line, without a line break. */
    @Override
    public String toString() {
        String definitions = values.keySet().stream()
                .map(metric -> "{\"Name\":\"" + metric.metricName() + "\",\"Unit\":\"" + metric.unit() + "\"}")
                .collect(Collectors.joining(","));
        String points = values.entrySet().stream()
                .map(point -> ",\"" + point.getKey().metricName() + "\":" + point.getValue())
                .collect(Collectors.joining());
        return "{\"_aws\":{\"Timestamp\":" + atMillis + ",\"CloudWatchMetrics\":[{\"Namespace\":\"" + Metric.NAMESPACE
                + "\",\"Dimensions\":[[\"" + Metric.DIMENSION + "\"]],\"Metrics\":[" + definitions + "]}]},\""
                + Metric.DIMENSION + "\":\"" + functionName + "\"" + points + "}";
    }
}
