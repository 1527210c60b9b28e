package dev.tidemark.domain.aggregate;

import java.math.BigInteger;

/** {@link Measures} in the making: one event at a time, without garbage. Not thread-safe. */
public final class Accumulator {

    private long count;
    private long valued;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    /** The sum is {@code carried + sum}; the long takes the additions until it would overflow. */
    private long sum;

    private BigInteger carried = BigInteger.ZERO;
    private EventSpan span = EventSpan.NONE;
    private Sketches sketches = Sketches.NONE;

    public Accumulator() {}

    /** Goes on from measures. */
    public Accumulator(Measures from) {
        add(from);
    }

    /** Adds an event with this value, or without one for {@link Micros#NONE}. */
    public void add(long valueMicros) {
        count++;
        if (valueMicros != Micros.NONE) {
            valued++;
            min = Math.min(min, valueMicros);
            max = Math.max(max, valueMicros);
            long next = sum + valueMicros;
            if (((sum ^ next) & (valueMicros ^ next)) < 0) {
                carried = carried.add(BigInteger.valueOf(sum));
                next = valueMicros;
            }
            sum = next;
        }
    }

    /** Adds all events of the measures. */
    public void add(Measures measures) {
        count += measures.count();
        span = span.merge(measures.span());
        sketches = sketches.merge(measures.sketches());
        if (measures.valued() > 0) {
            valued += measures.valued();
            min = Math.min(min, measures.minMicros());
            max = Math.max(max, measures.maxMicros());
            carried = carried.add(measures.sum());
        }
    }

    /** The measures so far. */
    public Measures measures() {
        return new Measures(
                count,
                valued,
                carried.add(BigInteger.valueOf(sum)),
                valued == 0 ? Micros.NONE : min,
                valued == 0 ? Micros.NONE : max,
                span,
                sketches);
    }
}
