package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.EventSpan;
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
    EventSpan onto(EventSpan base, int from, int to) {
        EventSpan span = base;
        for (int contribution = from; contribution < to; contribution++) {
            span = span.merge(EventSpan.of(millis[contribution]));
        }
        return span;
    }
}
