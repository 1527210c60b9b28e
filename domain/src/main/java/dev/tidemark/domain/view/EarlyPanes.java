package dev.tidemark.domain.view;

import java.time.Duration;

/**
 * Panes before the window is complete, at {@code offset + k · every} of received time.
 *
 * @param every {@code > 0}
 * @param offset {@code 0 <= offset < every}
 */
public record EarlyPanes(Duration every, Duration offset) {

    public EarlyPanes {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("earlyEvery > 0 does not hold: it is " + every);
        }
        if (offset.isNegative() || offset.compareTo(every) >= 0) {
            throw new IllegalArgumentException("0 <= earlyOffset < earlyEvery does not hold: earlyOffset is " + offset
                    + ", earlyEvery is " + every);
        }
    }
}
