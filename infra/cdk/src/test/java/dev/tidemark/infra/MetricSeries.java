package dev.tidemark.infra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What CloudWatch has of an account: the points of metrics, by namespace, name, and what they are of. */
final class MetricSeries {

    /** Of whatever it is, where an account has one. */
    static final String ANY = "*";

    private record Name(String namespace, String metric, String of) {}

    private final Map<Name, SortedMap<Long, List<Double>>> points = new HashMap<>();

    MetricSeries add(String namespace, String metric, String of, long atMillis, double value) {
        points.computeIfAbsent(new Name(namespace, metric, of), name -> new TreeMap<>())
                .computeIfAbsent(atMillis, at -> new ArrayList<>())
                .add(value);
        return this;
    }

    /** The points of a metric, by time. */
    SortedMap<Long, List<Double>> of(String namespace, String metric, String of) {
        SortedMap<Long, List<Double>> found = points.get(new Name(namespace, metric, of));
        return found != null ? found : points.getOrDefault(new Name(namespace, metric, ANY), new TreeMap<>());
    }
}
