package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.window.Window;

/**
 * What a window published at a mark.
 *
 * @param window of the view
 * @param key of the group
 * @param markMillis the watermark at which it fires
 * @param timing whether that is the window's end or after it
 * @param index 0 for the key's first pane in this window
 * @param total everything up to the mark: the accumulating pane
 * @param delta what this mark adds: the discarding pane
 */
public record Pane(
        Window window, String key, long markMillis, Timing timing, int index, Measures total, Measures delta) {}
