package dev.tidemark.platform.item;

import dev.tidemark.domain.event.IsoInstant;

/**
 * The sort key of panes: {@code <key>#<start>/<end>#<mark>#<early or ->}. One key's panes lie together, by window and then
 * by mark, so that a range of its windows is one stretch of a block. A key may have a {@code #} itself, so this is read from
 * its end; a stretch for one key may then hold another key's panes, and whoever reads looks at {@link MarkKey#key}.
 *
 * @param window of the pane; of a session view the bucket of time
 * @param at mark, early coordinate and key
 */
record PanePlace(Interval window, MarkKey at) {

    private static final String NO_EARLY_TEXT = "-";

    /**
     * Reads {@link #toString}.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static PanePlace parse(String text) {
        int early = text.lastIndexOf('#');
        int mark = text.lastIndexOf('#', early - 1);
        int window = text.lastIndexOf('#', mark - 1);
        if (early < 0 || mark < 0 || window < 0) {
            throw new IllegalArgumentException("'" + text + "' is no <key>#<window>#<mark>#<early>");
        }
        String earlyText = text.substring(early + 1);
        return new PanePlace(
                Interval.parse(text.substring(window + 1, mark)),
                new MarkKey(
                        instant(text.substring(mark + 1, early)),
                        earlyText.equals(NO_EARLY_TEXT) ? MarkKey.NO_EARLY : instant(earlyText),
                        text.substring(0, window)));
    }

    private static long instant(String text) {
        long millis = IsoInstant.parse(text);
        if (millis == IsoInstant.UNREADABLE) {
            throw new IllegalArgumentException("'" + text + "' is no instant");
        }
        return millis;
    }

    /** Not after any sort key of this key with a window that starts here or later, and after all of an earlier one. */
    static String from(String key, long windowStartMillis) {
        return key + "#" + IsoInstant.format(windowStartMillis);
    }

    @Override
    public String toString() {
        return at.key() + "#" + window + "#" + IsoInstant.format(at.markMillis()) + "#"
                + (at.isEarly() ? IsoInstant.format(at.earlyMillis()) : NO_EARLY_TEXT);
    }
}
