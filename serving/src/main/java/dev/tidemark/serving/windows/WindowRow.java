package dev.tidemark.serving.windows;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.window.Window;
import java.util.Comparator;
import java.util.Map;

/**
 * What a window of a key was, or is, at a mark.
 *
 * @param view the view's name
 * @param markMillis the watermark at which the pane fired, or for an open window will fire next
 * @param status whether it was published, and when
 * @param index 0 for the key's first pane in this window
 * @param isFinal whether nothing that comes later can change the window any more
 * @param total of everything up to the mark
 * @param approx what the sketches of everything up to the mark say, by result name
 */
public record WindowRow(
        String view,
        Window window,
        String key,
        long markMillis,
        RowStatus status,
        int index,
        boolean isFinal,
        Measures total,
        Map<String, Approximation> approx) {

    public WindowRow {
        approx = Map.copyOf(approx);
    }

    /** A row of a view without approximate aggregates. */
    public WindowRow(
            String view,
            Window window,
            String key,
            long markMillis,
            RowStatus status,
            int index,
            boolean isFinal,
            Measures total) {
        this(view, window, key, markMillis, status, index, isFinal, total, Map.of());
    }

    /** By view, window, key and mark. */
    public static final Comparator<WindowRow> ORDER = Comparator.comparing(WindowRow::view)
            .thenComparing(WindowRow::window)
            .thenComparing(WindowRow::key)
            .thenComparingLong(WindowRow::markMillis)
            .thenComparingInt(WindowRow::index);

    /** How far a row's value is settled. */
    public enum RowStatus {
        /** Not published: what the cells hold at this moment, and more may come. */
        OPEN,
        /** Published before the watermark passed the window's end. */
        EARLY,
        /** Published as the watermark passed the window's end. */
        ON_TIME,
        /** Published after it, because of events that came late. */
        LATE,
        /** Withdrawn: what a pane published before said no longer holds; count and sum are printed negative. */
        RETRACTED
    }

    /** -1 for what is withdrawn, else 1: count and sum times this add up over rows. */
    int sign() {
        return status == RowStatus.RETRACTED ? -1 : 1;
    }

    WindowRow finalNow() {
        return new WindowRow(view, window, key, markMillis, status, index, true, total, approx);
    }

    WindowRow withIndex(int otherIndex) {
        return new WindowRow(view, window, key, markMillis, status, otherIndex, isFinal, total, approx);
    }
}
