package dev.tidemark.domain.window;

import java.util.List;

/** How time falls into slices, and slices into windows. */
sealed interface Slicing permits AlignedSlicing, CalendarSlicing, SessionSlicing {

    /** Start of the slice that holds this time. */
    long startOf(long timeMillis);

    /** End of the slice with this start, exclusive. */
    long endOf(long sliceStartMillis);

    /** The first mark of the slice with this start. */
    default long firstMarkOf(long sliceStartMillis) {
        return endOf(sliceStartMillis);
    }

    /** The mark of a window's pane on time. */
    default long closeOf(Window window) {
        return window.endMillis();
    }

    /** The last mark of a cell of the slice that is on time for the window. */
    default long onTimeUntil(long sliceStartMillis, Window window) {
        return window.endMillis();
    }

    /** The windows that contain the slice with this start, by start. */
    List<Window> windowsOf(long sliceStartMillis);

    /** Starts of the slices of a window, ascending. */
    List<Long> slicesOf(Window window);
}
