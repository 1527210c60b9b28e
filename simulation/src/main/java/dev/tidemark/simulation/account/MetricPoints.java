package dev.tidemark.simulation.account;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.platform.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The points of metrics, by name: those that functions print, and those that the services keep of themselves. */
public final class MetricPoints {

    private static final JsonFactory JSON = new JsonFactory();

    /** A value of a metric. */
    public record Point(long atMillis, double value) {}

    private final Map<String, List<Point>> points = new TreeMap<>();

    void add(String name, long atMillis, double value) {
        points.computeIfAbsent(name, key -> new ArrayList<>()).add(new Point(atMillis, value));
    }

    /** Takes in a line of a function's output, if it is one of metrics. */
    void read(String line) {
        if (!line.startsWith("{\"_aws\"")) {
            return;
        }
        long at = 0;
        Map<String, Double> values = new TreeMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isNumeric() && "Timestamp".equals(json.currentName())) {
                    at = json.getLongValue();
                } else if (token.isNumeric()) {
                    values.put(json.currentName(), json.getDoubleValue());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("a line of metrics that cannot be read: " + line, e);
        }
        long time = at;
        values.forEach((name, value) -> add(name, time, value));
    }

    /** All points of a metric, in their order. */
    public List<Point> of(String name) {
        return points.getOrDefault(name, List.of());
    }

    public List<Point> of(Metric metric) {
        return of(metric.metricName());
    }

    /** The largest value within {@code [from, to)}; 0 without any. */
    public double maximum(String name, long fromMillis, long toMillis) {
        return of(name).stream()
                .filter(point -> fromMillis <= point.atMillis() && point.atMillis() < toMillis)
                .mapToDouble(Point::value)
                .max()
                .orElse(0);
    }
}
