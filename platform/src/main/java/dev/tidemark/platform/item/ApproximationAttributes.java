package dev.tidemark.platform.item;

import dev.tidemark.domain.aggregate.Approximation;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a pane's sketches say: the map {@code approx}, result name → fields by kind; absent where the view asks for none.
 * Which kind it is shows in the fields: {@code estimate} beside {@code n} is a number of different texts, {@code values}
 * are quantiles, {@code items} the most frequent texts.
 */
final class ApproximationAttributes {

    /** Number of events that have the field. */
    static final String N = "n";

    static final String APPROX = "approx";
    static final String ESTIMATE = "estimate";
    static final String LOWER = "lower";
    static final String UPPER = "upper";
    static final String ERROR = "error";
    static final String VALUES = "values";
    static final String ITEMS = "items";
    static final String TEXT = "text";

    private ApproximationAttributes() {}

    static Map<String, Approximation> read(AttributeReader pane) {
        return pane.mapOfMaps(APPROX, ApproximationAttributes::one);
    }

    private static Approximation one(AttributeReader map) {
        long n = map.number(N);
        if (map.has(ITEMS)) {
            return new Approximation.TopEstimates(
                    n,
                    map.number(ERROR),
                    map.maps(
                            ITEMS,
                            item -> new Approximation.TopEstimates.Item(
                                    item.text(TEXT), item.number(ESTIMATE), item.number(LOWER), item.number(UPPER))));
        }
        if (map.has(VALUES)) {
            return new Approximation.QuantileEstimates(n, map.decimal(ERROR), values(map));
        }
        return new Approximation.DistinctEstimate(n, map.number(ESTIMATE), map.number(LOWER), map.number(UPPER));
    }

    private static Map<String, BigDecimal> values(AttributeReader map) {
        Map<String, BigDecimal> stored = map.mapOf(VALUES, value -> new BigDecimal(value.n()));
        Map<String, BigDecimal> ascending = new LinkedHashMap<>();
        stored.keySet().stream().sorted().forEach(rank -> ascending.put(rank, stored.get(rank)));
        return ascending;
    }

    static AttributeWriter write(AttributeWriter pane, Map<String, Approximation> approximations) {
        return approximations.isEmpty() ? pane : pane.mapOfMaps(APPROX, approximations, ApproximationAttributes::map);
    }

    private static AttributeWriter map(Approximation approximation) {
        AttributeWriter map = new AttributeWriter().number(N, approximation.n());
        if (approximation instanceof Approximation.DistinctEstimate distinct) {
            return bounds(map, distinct.estimate(), distinct.lower(), distinct.upper());
        }
        if (approximation instanceof Approximation.QuantileEstimates quantiles) {
            return map.number(ERROR, quantiles.error()).mapOf(VALUES, quantiles.values(), AttributeWriter::number);
        }
        Approximation.TopEstimates top = (Approximation.TopEstimates) approximation;
        return map.number(ERROR, top.error())
                .maps(
                        ITEMS,
                        top.items().stream()
                                .map(item -> bounds(
                                        new AttributeWriter().text(TEXT, item.text()),
                                        item.estimate(),
                                        item.lower(),
                                        item.upper()))
                                .toList());
    }

    private static AttributeWriter bounds(AttributeWriter map, long estimate, long lower, long upper) {
        return map.number(ESTIMATE, estimate).number(LOWER, lower).number(UPPER, upper);
    }
}
