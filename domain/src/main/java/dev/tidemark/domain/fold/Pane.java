package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;

/**
 * What a window published.
 *
 * @param window of the view
 * @param key of the group
 * @param markMillis the watermark at which it fires; the window's end for an early pane, which comes before it
 * @param earlyMillis the received time at which an early pane fires, or {@link Grid#NO_EARLY}
 * @param timing early, on time or late
 * @param index 0 for the key's first pane in this window
 * @param total everything up to it: the accumulating pane
 * @param delta what it adds: the discarding pane
 */
public record Pane(
        Window window,
        String key,
        long markMillis,
        long earlyMillis,
        Timing timing,
        int index,
        Measures total,
        Measures delta) {

    /** A pane on time or late. */
    public Pane(Window window, String key, long markMillis, Timing timing, int index, Measures total, Measures delta) {
        this(window, key, markMillis, Grid.NO_EARLY, timing, index, total, delta);
    }
}
