package dev.tidemark.domain.window;

import dev.tidemark.domain.event.IsoInstant;

/**
 * A stretch of time, {@code [start, end)}.
 *
 * @param startMillis inclusive
 * @param endMillis exclusive, after the start
 */
public record Window(long startMillis, long endMillis) implements Comparable<Window> {

    public Window {
        if (startMillis >= endMillis) {
            throw new IllegalArgumentException(
                    "start < end does not hold: start is " + startMillis + ", end is " + endMillis);
        }
    }

    @Override
    public int compareTo(Window other) {
        int byStart = Long.compare(startMillis, other.startMillis);
        return byStart != 0 ? byStart : Long.compare(endMillis, other.endMillis);
    }

    @Override
    public String toString() {
        return "[" + IsoInstant.format(startMillis) + ".." + IsoInstant.format(endMillis) + ")";
    }
}
