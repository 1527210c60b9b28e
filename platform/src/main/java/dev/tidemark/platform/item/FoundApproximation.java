package dev.tidemark.platform.item;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an item says of an approximate aggregate, as it was found. The fields are those of every kind of aggregate; the
 * sketch of a cell has {@code n} alone, for its bytes are the stream's own.
 *
 * @param numbers of the aggregate
 * @param values of quantiles by rank, as far as they are numbers
 * @param texts the most frequent ones, in the item's order
 */
public record FoundApproximation(FoundNumbers numbers, Map<String, BigDecimal> values, List<FoundText> texts) {

    /** Any numbers, or null where there is none. */
    public record FoundNumbers(
            @Nullable BigDecimal n,
            @Nullable BigDecimal estimate,
            @Nullable BigDecimal lower,
            @Nullable BigDecimal upper,
            @Nullable BigDecimal error) {

        /** None at all. */
        public static final FoundNumbers NONE = new FoundNumbers(null, null, null, null, null);

        private static FoundNumbers read(AttributeReader map) {
            return new FoundNumbers(
                    map.foundNumber(ApproximationAttributes.N),
                    map.foundNumber(ApproximationAttributes.ESTIMATE),
                    map.foundNumber(ApproximationAttributes.LOWER),
                    map.foundNumber(ApproximationAttributes.UPPER),
                    map.foundNumber(ApproximationAttributes.ERROR));
        }
    }

    /** A frequent text, or null where there is none, and its numbers. */
    public record FoundText(@Nullable String text, FoundNumbers numbers) {}

    public FoundApproximation {
        values = Map.copyOf(values);
        texts = List.copyOf(texts);
    }

    static FoundApproximation read(AttributeReader map) {
        return new FoundApproximation(
                FoundNumbers.read(map),
                map.foundNumbers(ApproximationAttributes.VALUES),
                map.foundMaps(
                        ApproximationAttributes.ITEMS,
                        item -> new FoundText(item.foundText(ApproximationAttributes.TEXT), FoundNumbers.read(item))));
    }
}
