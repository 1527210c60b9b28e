package dev.tidemark.platform.item;

import dev.tidemark.domain.aggregate.EventSpan;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Measures as they are stored, right or wrong: whoever looks for differences can read those that cannot be, and {@link
 * #toMeasures} refuses them. Numbers are exact decimals, never in scientific notation.
 *
 * @param count events
 * @param valued events with a value
 * @param sum of the values, or null without any
 * @param min the smallest value, or null without any
 * @param max the largest value, or null without any
 * @param first event time of the first event, milliseconds; of session views only, else null
 * @param last event time of the last event, milliseconds; of session views only, else null
 */
public record MeasureValues(
        long count,
        long valued,
        @Nullable BigDecimal sum,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable Long first,
        @Nullable Long last) {

    static final String COUNT = "count";
    static final String VALUED = "valued";
    static final String SUM = "sum";
    static final String MIN = "min";
    static final String MAX = "max";
    static final String LAST = "last";

    /** Also of steps, which begin with a record. */
    static final String FIRST = "first";

    private static final int FRACTION_DIGITS = 6;

    /** Measures without a span. */
    public MeasureValues(
            long count, long valued, @Nullable BigDecimal sum, @Nullable BigDecimal min, @Nullable BigDecimal max) {
        this(count, valued, sum, min, max, null, null);
    }

    /** The values of measures; what their sketches say goes elsewhere. */
    public static MeasureValues of(Measures measures) {
        boolean spans = !measures.span().isNone();
        return new MeasureValues(
                measures.count(),
                measures.valued(),
                measures.sumDecimal(),
                measures.minDecimal(),
                measures.maxDecimal(),
                spans ? measures.span().firstMillis() : null,
                spans ? measures.span().lastMillis() : null);
    }

    /**
     * The measures of these values, without sketches.
     *
     * @throws IllegalArgumentException if there can be no such measures; the message says why
     */
    public Measures toMeasures() {
        EventSpan span = first == null || last == null ? EventSpan.NONE : new EventSpan(first, last);
        if (valued == 0) {
            return new Measures(count, 0, BigInteger.ZERO, Micros.NONE, Micros.NONE, span);
        }
        if (sum == null || min == null || max == null) {
            throw new IllegalArgumentException("with values there are sum, min and max: " + this);
        }
        try {
            return new Measures(
                    count,
                    valued,
                    sum.setScale(FRACTION_DIGITS).unscaledValue(),
                    Micros.ofDecimal(min),
                    Micros.ofDecimal(max),
                    span);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("sum has more than 6 fraction digits: " + sum, e);
        }
    }

    static MeasureValues read(AttributeReader item) {
        return new MeasureValues(
                item.number(COUNT),
                item.number(VALUED),
                item.optionalDecimal(SUM),
                item.optionalDecimal(MIN),
                item.optionalDecimal(MAX),
                orNull(item.optionalNumber(FIRST)),
                orNull(item.optionalNumber(LAST)));
    }

    /** Whether the item has measures at all. */
    static boolean areIn(AttributeReader item) {
        return item.has(COUNT);
    }

    AttributeWriter write(AttributeWriter item) {
        item.number(COUNT, count).number(VALUED, valued);
        put(item, SUM, sum);
        put(item, MIN, min);
        put(item, MAX, max);
        if (first != null && last != null) {
            item.number(FIRST, first).number(LAST, last);
        }
        return item;
    }

    private static void put(AttributeWriter item, String name, @Nullable BigDecimal value) {
        if (value != null) {
            item.number(name, value);
        }
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
