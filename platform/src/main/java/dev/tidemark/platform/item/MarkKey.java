package dev.tidemark.platform.item;

import dev.tidemark.domain.event.IsoInstant;

/**
 * Where a cell or a pane stands among those of its slice or window. As the sort key of cells it is {@code <mark>#<early or
 * ->#<key>}. Instants have 24 characters, so that the order of keys is the order of marks, and of one mark the item without
 * an early coordinate comes first. The key of the group comes last, for it may have a {@code #} itself.
 *
 * @param markMillis the watermark at which the pane fires
 * @param earlyMillis the received time at which an early pane fires, or {@link #NO_EARLY}
 * @param key of the group
 */
public record MarkKey(long markMillis, long earlyMillis, String key) {

    /** No early coordinate. */
    public static final long NO_EARLY = Long.MIN_VALUE;

    private static final String NO_EARLY_TEXT = "-";

    /** Without an early coordinate. */
    public MarkKey(long markMillis, String key) {
        this(markMillis, NO_EARLY, key);
    }

    /** Whether it has an early coordinate. */
    public boolean isEarly() {
        return earlyMillis != NO_EARLY;
    }

    /**
     * Reads {@link #toString}.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static MarkKey parse(String text) {
        String[] parts = text.split("#", 3);
        long mark = IsoInstant.parse(parts[0]);
        boolean early = parts.length == 3 && !parts[1].equals(NO_EARLY_TEXT);
        long earlyAt = early ? IsoInstant.parse(parts[1]) : NO_EARLY;
        if (parts.length != 3 || mark == IsoInstant.UNREADABLE || early && earlyAt == IsoInstant.UNREADABLE) {
            throw new IllegalArgumentException("'" + text + "' is no <mark>#<early>#<key>");
        }
        return new MarkKey(mark, earlyAt, parts[2]);
    }

    /** Greater than every sort key that begins with this mark, and smaller than every one of a later mark. */
    static String afterAllOf(long markMillis) {
        // '$' is the character after '#'.
        return IsoInstant.format(markMillis) + "$";
    }

    @Override
    public String toString() {
        return IsoInstant.format(markMillis) + "#" + (isEarly() ? IsoInstant.format(earlyMillis) : NO_EARLY_TEXT) + "#"
                + key;
    }
}
