package dev.tidemark.local.replay;

import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;

/** The watermark that closes a recording. */
public final class ClosingMark {

    private ClosingMark() {}

    /**
     * The largest final mark of any window of any view that an event received by then can lie in, in milliseconds since
     * the epoch. An event time is never after its {@code receivedAt}, so at this watermark every window is final.
     */
    public static long of(Views views, long lastReceivedAtMillis) {
        long mark = Long.MIN_VALUE;
        for (View view : views.views()) {
            Grid grid = Grid.of(view);
            for (Window window : grid.windowsOf(grid.sliceStart(lastReceivedAtMillis))) {
                mark = Math.max(mark, grid.finalMark(window));
            }
        }
        return mark;
    }
}
