package dev.tidemark.platform;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.SketchKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Approximate aggregates as fields of items. A cell has the map {@link #SKETCHES}: result name → {@link #N},
 * {@link #BYTES}. A pane has the map {@link #APPROX}: result name → what the sketch says, here as maps, lists, texts and
 * {@link BigDecimal}s, whatever the store makes of them.
 */
public final class SketchFields {

    public static final String SKETCHES = "sketches";
    public static final String N = "n";
    public static final String BYTES = "bytes";
    public static final String APPROX = "approx";
    public static final String ESTIMATE = "estimate";
    public static final String LOWER = "lower";
    public static final String UPPER = "upper";
    public static final String ERROR = "error";
    public static final String VALUES = "values";
    public static final String ITEMS = "items";
    public static final String TEXT = "text";

    private SketchFields() {}

    /** The fields of a result. */
    public static Map<String, Object> write(Approximation approximation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(N, number(approximation.n()));
        if (approximation instanceof Approximation.Distinct distinct) {
            bounds(fields, distinct.estimate(), distinct.lower(), distinct.upper());
        } else if (approximation instanceof Approximation.Quantiles quantiles) {
            fields.put(ERROR, quantiles.error());
            fields.put(VALUES, new LinkedHashMap<String, Object>(quantiles.values()));
        } else if (approximation instanceof Approximation.Top top) {
            fields.put(ERROR, number(top.error()));
            List<Object> items = new ArrayList<>();
            for (Approximation.Top.Item item : top.items()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put(TEXT, item.text());
                bounds(one, item.estimate(), item.lower(), item.upper());
                items.add(one);
            }
            fields.put(ITEMS, items);
        }
        return fields;
    }

    /**
     * Reads them back.
     *
     * @throws IllegalArgumentException if a field is missing, or is not what this kind has there
     */
    public static Approximation read(SketchKind kind, Map<?, ?> fields) {
        long n = whole(fields, N);
        return switch (kind) {
            case DISTINCT ->
                new Approximation.Distinct(n, whole(fields, ESTIMATE), whole(fields, LOWER), whole(fields, UPPER));
            case QUANTILES -> new Approximation.Quantiles(n, field(fields, ERROR, BigDecimal.class), values(fields));
            case TOP -> new Approximation.Top(n, whole(fields, ERROR), items(fields));
        };
    }

    private static Map<String, BigDecimal> values(Map<?, ?> fields) {
        Map<?, ?> values = field(fields, VALUES, Map.class);
        Map<String, BigDecimal> ascending = new LinkedHashMap<>();
        values.keySet().stream()
                .map(String::valueOf)
                .sorted()
                .forEach(rank -> ascending.put(rank, field(values, rank, BigDecimal.class)));
        return ascending;
    }

    private static List<Approximation.Top.Item> items(Map<?, ?> fields) {
        List<Approximation.Top.Item> items = new ArrayList<>();
        for (Object item : field(fields, ITEMS, List.class)) {
            items.add(item(item));
        }
        return items;
    }

    private static Approximation.Top.Item item(Object item) {
        if (!(item instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("an item of a top is no map: " + item);
        }
        return new Approximation.Top.Item(
                field(fields, TEXT, String.class), whole(fields, ESTIMATE), whole(fields, LOWER), whole(fields, UPPER));
    }

    private static void bounds(Map<String, Object> fields, long estimate, long lower, long upper) {
        fields.put(ESTIMATE, number(estimate));
        fields.put(LOWER, number(lower));
        fields.put(UPPER, number(upper));
    }

    private static BigDecimal number(long number) {
        return BigDecimal.valueOf(number);
    }

    private static long whole(Map<?, ?> fields, String name) {
        return field(fields, name, BigDecimal.class).longValueExact();
    }

    private static <T> T field(Map<?, ?> fields, String name, Class<T> type) {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "an approximate aggregate has no " + type.getSimpleName() + " '" + name + "': " + fields.keySet());
        }
        return type.cast(value);
    }
}
