package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.Span;
import java.util.Arrays;

/** When the events of a {@link CellDelta} happened, contribution by contribution; kept for session views alone. */
final class EventTimes {

    private long[] millis = new long[4];

    void set(int contribution, long timeMillis) {
        if (contribution >= millis.length) {
            millis = Arrays.copyOf(millis, contribution * 2);
        }
        millis[contribution] = timeMillis;
    }

    /** The base, and on top of it the contributions {@code [from, to)}. */
    Span onto(Span base, int from, int to) {
        Span span = base;
        for (int contribution = from; contribution < to; contribution++) {
            span = span.merge(Span.of(millis[contribution]));
        }
        return span;
    }
}
