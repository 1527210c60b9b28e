package dev.tidemark.domain.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a set of events: their number, and sum, smallest and largest of their values, all exact; and, where a
 * view asks for it, when the first and the last happened, and approximate aggregates. Measures form a commutative monoid under {@link #merge} with the
 * identity {@link #EMPTY}, so any grouping of the same events gives the same measures.
 *
 * @param count events, {@code >= 0}
 * @param valued events with a value, {@code 0 <= valued <= count}
 * @param sum of the values in micro-units; zero without any
 * @param minMicros smallest value, or {@link Micros#NONE} without any
 * @param maxMicros largest value, or {@link Micros#NONE} without any
 * @param span of the events' times, or {@link EventSpan#NONE} where nobody asks
 * @param sketches approximate aggregates, or {@link Sketches#NONE} where nobody asks
 */
public record Measures(
        long count, long valued, BigInteger sum, long minMicros, long maxMicros, EventSpan span, Sketches sketches) {

    /** Of no event. */
    public static final Measures EMPTY = new Measures(0, 0, BigInteger.ZERO, Micros.NONE, Micros.NONE);

    private static final int MEAN_DIGITS = 9;

    /** Measures without a span. */
    public Measures(long count, long valued, BigInteger sum, long minMicros, long maxMicros) {
        this(count, valued, sum, minMicros, maxMicros, EventSpan.NONE);
    }

    /** Measures without sketches. */
    public Measures(long count, long valued, BigInteger sum, long minMicros, long maxMicros, EventSpan span) {
        this(count, valued, sum, minMicros, maxMicros, span, Sketches.NONE);
    }

    public Measures {
        if (count < 0 || valued < 0 || valued > count) {
            throw new IllegalArgumentException(
                    "0 <= valued <= count does not hold: valued is " + valued + ", count is " + count);
        }
        if ((valued == 0) != (minMicros == Micros.NONE) || (valued == 0) != (maxMicros == Micros.NONE)) {
            throw new IllegalArgumentException("min and max are there if and only if valued > 0");
        }
        if (valued == 0 ? sum.signum() != 0 : minMicros > maxMicros) {
            throw new IllegalArgumentException("min <= max, and sum = 0 without any value, does not hold: valued is "
                    + valued + ", sum is " + sum + ", min is " + minMicros + ", max is " + maxMicros);
        }
    }

    /** The same with this span. */
    public Measures with(EventSpan span) {
        return new Measures(count, valued, sum, minMicros, maxMicros, span, sketches);
    }

    /** The same with these sketches. */
    public Measures with(Sketches sketches) {
        return new Measures(count, valued, sum, minMicros, maxMicros, span, sketches);
    }

    /** Of one event with this value, or without one for {@link Micros#NONE}. */
    public static Measures of(long valueMicros) {
        return valueMicros == Micros.NONE
                ? new Measures(1, 0, BigInteger.ZERO, Micros.NONE, Micros.NONE)
                : new Measures(1, 1, BigInteger.valueOf(valueMicros), valueMicros, valueMicros);
    }

    /** Of both sets together. */
    public Measures merge(Measures other) {
        if (other.count == 0) {
            return this;
        }
        if (count == 0) {
            return other;
        }
        long min = minMicros;
        long max = maxMicros;
        if (valued == 0) {
            min = other.minMicros;
            max = other.maxMicros;
        } else if (other.valued > 0) {
            min = Math.min(min, other.minMicros);
            max = Math.max(max, other.maxMicros);
        }
        return new Measures(
                Math.addExact(count, other.count),
                Math.addExact(valued, other.valued),
                sum.add(other.sum),
                min,
                max,
                span.merge(other.span),
                sketches.merge(other.sketches));
    }

    /** The sum, without trailing zeros; null without any value. */
    public @Nullable BigDecimal sumDecimal() {
        return valued == 0 ? null : plain(new BigDecimal(sum, 6));
    }

    /** The smallest value; null without any. */
    public @Nullable BigDecimal minDecimal() {
        return valued == 0 ? null : Micros.toDecimal(minMicros);
    }

    /** The largest value; null without any. */
    public @Nullable BigDecimal maxDecimal() {
        return valued == 0 ? null : Micros.toDecimal(maxMicros);
    }

    /** Sum by the number of events with a value, 9 fraction digits, half even; null without any value. */
    public @Nullable BigDecimal mean() {
        return valued == 0
                ? null
                : new BigDecimal(sum, 6).divide(BigDecimal.valueOf(valued), MEAN_DIGITS, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
