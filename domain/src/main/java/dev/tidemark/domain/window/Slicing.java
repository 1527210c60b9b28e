package dev.tidemark.domain.window;

import java.util.List;

/** How time falls into slices, and slices into windows. */
sealed interface Slicing permits AlignedSlicing, CalendarSlicing {

    /** Start of the slice that holds this time. */
    long startOf(long timeMillis);

    /** End of the slice with this start, exclusive. */
    long endOf(long sliceStartMillis);

    /** The windows that contain the slice with this start, by start. */
    List<Window> windowsOf(long sliceStartMillis);

    /** Starts of the slices of a window, ascending. */
    List<Long> slicesOf(Window window);
}
