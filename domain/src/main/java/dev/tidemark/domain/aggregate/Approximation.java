package dev.tidemark.domain.aggregate;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a sketch says, with its error bound. */
public sealed interface Approximation {

    /** Number of events that have the field, exact. */
    long n();

    /**
     * How many different texts there are. The true number is between the bounds, both inclusive, with 95 %; up to some 380
     * texts the estimate is the true number but for a collision in 26 bits of their hashes.
     */
    record DistinctEstimate(long n, long estimate, long lower, long upper) implements Approximation {}

    /**
     * Values that occurred, by the share of events that are at most as large: the q-quantile is the smallest value with at
     * least q · n events up to it. The true share of each is within {@code error} of the one named, with 99 %; without any
     * loss so far, {@code error} is 0 and the values are exact.
     *
     * @param error a share of n, at most 6 fraction digits
     * @param values by rank, ascending: {@code 0.5}, {@code 0.9}, {@code 0.95}, {@code 0.99}; none for n = 0
     */
    record QuantileEstimates(long n, BigDecimal error, Map<String, BigDecimal> values) implements Approximation {
        public QuantileEstimates {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * The most frequent texts, at most {@link SketchKind#MOST_TOP}, largest estimate first, then in the order of their
     * UTF-8 bytes. The bounds always hold. A text that is not named occurs at most {@code error} times, or at most as often
     * as the last one's estimate says.
     *
     * @param error in occurrences: the largest distance of any two bounds
     */
    record TopEstimates(long n, long error, List<Item> items) implements Approximation {
        public TopEstimates {
            items = List.copyOf(items);
        }

        /** One text: {@code lower <= occurrences <= upper}; the estimate is the upper bound. */
        public record Item(String text, long estimate, long lower, long upper) {}
    }
}
