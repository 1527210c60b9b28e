package dev.tidemark.platform.item;

import dev.tidemark.domain.event.IsoInstant;

/**
 * A window or a session in a key: {@code <start>/<end>}.
 *
 * @param startMillis inclusive
 * @param endMillis exclusive
 */
public record Interval(long startMillis, long endMillis) {

    /**
     * Reads {@link #toString}.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static Interval parse(String text) {
        int slash = text.indexOf('/');
        long start = slash < 0 ? IsoInstant.UNREADABLE : IsoInstant.parse(text.substring(0, slash));
        long end = slash < 0 ? IsoInstant.UNREADABLE : IsoInstant.parse(text.substring(slash + 1));
        if (start == IsoInstant.UNREADABLE || end == IsoInstant.UNREADABLE) {
            throw new IllegalArgumentException("'" + text + "' is no <start>/<end>");
        }
        return new Interval(start, end);
    }

    @Override
    public String toString() {
        return IsoInstant.format(startMillis) + "/" + IsoInstant.format(endMillis);
    }
}
