package dev.tidemark.domain.window;

import dev.tidemark.domain.view.EarlyPanes;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The plane that one view's cells lie in: slices across, marks up (<i>Streaming Systems</i>, figures 1-6 and 2-9).
 *
 * <p>A slice is {@code [start, end)}. Its marks are {@code end, end + q, end + 2q, …}, where q is the view's {@code
 * latePaneEvery}. An event's cell has the first mark after the watermark that the event's record met, so an event on time
 * has the mark {@code end}. Windows are unions of slices, and every mark of a window is a mark of each of its slices.
 *
 * <p>Of a session view the slices are buckets, whose marks begin one gap after their end, and whose only window is the
 * bucket itself: it stands for the sessions that end in it. {@link SessionGrid} has the rest.
 */
public final class Grid {

    /** Stands for "no early coordinate". */
    public static final long NO_EARLY = Long.MIN_VALUE;

    private final Slicing slicing;
    private final long q;
    private final long allowedLateness;
    private final long earlyEvery;
    private final long earlyOffset;

    private Grid(Slicing slicing, View view) {
        this.slicing = slicing;
        this.q = view.latePaneEvery().toMillis();
        this.allowedLateness = view.allowedLateness().toMillis();
        EarlyPanes early = view.early();
        this.earlyEvery = early == null ? 0 : early.every().toMillis();
        this.earlyOffset = early == null ? 0 : early.offset().toMillis();
    }

    /** The grid of a view. */
    public static Grid of(View view) {
        return new Grid(slicingOf(view.window()), view);
    }

    private static Slicing slicingOf(WindowSpec window) {
        if (window instanceof WindowSpec.Fixed fixed) {
            return new AlignedSlicing(
                    fixed.size().toMillis(),
                    fixed.size().toMillis(),
                    fixed.offset().toMillis());
        }
        if (window instanceof WindowSpec.Sliding sliding) {
            return new AlignedSlicing(
                    sliding.size().toMillis(),
                    sliding.every().toMillis(),
                    sliding.offset().toMillis());
        }
        if (window instanceof WindowSpec.Session session) {
            return new SessionSlicing(session);
        }
        if (window instanceof WindowSpec.Calendar calendar) {
            return new CalendarSlicing(calendar);
        }
        throw new IllegalArgumentException(
                "no slices for windows of the kind " + window.getClass().getSimpleName());
    }

    /** Start of the slice that holds this time. */
    public long sliceStart(long timeMillis) {
        return slicing.startOf(timeMillis);
    }

    /** End of the slice with this start, exclusive. */
    public long sliceEnd(long sliceStartMillis) {
        return slicing.endOf(sliceStartMillis);
    }

    /** The windows that contain a slice, by start. */
    public List<Window> windowsOf(long sliceStartMillis) {
        return slicing.windowsOf(sliceStartMillis);
    }

    /** Starts of the slices that a window is made of, ascending. */
    public List<Long> slicesOf(Window window) {
        return slicing.slicesOf(window);
    }

    /**
     * The first mark of a slice after the watermark: {@code min {first + k·q > watermark, k >= 0}}, where the first is the
     * slice's end, and of a session's bucket its end + gap.
     */
    public long markAfter(long sliceStartMillis, long watermarkMillis) {
        long first = slicing.firstMarkOf(sliceStartMillis);
        return watermarkMillis < first ? first : first + q * (Math.floorDiv(watermarkMillis - first, q) + 1);
    }

    /** The first mark of the window that is not before this mark of one of its slices. */
    public static long windowMark(Window window, long cellMarkMillis) {
        return Math.max(window.endMillis(), cellMarkMillis);
    }

    /**
     * The last mark whose pane belongs to the window's result: {@code end + allowedLateness}, and of sessions {@code
     * close + allowedLateness}.
     */
    public long finalMark(Window window) {
        return slicing.closeOf(window) + allowedLateness;
    }

    /** Whether a cell of the slice with this mark is part of the window's result, or came beyond the allowed lateness. */
    public boolean isInTime(long sliceStartMillis, Window window, long cellMarkMillis) {
        return cellMarkMillis <= slicing.onTimeUntil(sliceStartMillis, window) + allowedLateness;
    }

    /**
     * The marks at which windows publish a cell with this mark: one for each window of the slice whose final mark is not
     * before it. None where the cell came beyond the allowed lateness of all.
     */
    public LongStream publishingMarks(long sliceStartMillis, long cellMarkMillis) {
        return slicing.windowsOf(sliceStartMillis).stream()
                .filter(window -> isInTime(sliceStartMillis, window, cellMarkMillis))
                .mapToLong(window -> Math.max(slicing.closeOf(window), cellMarkMillis));
    }

    /**
     * When the early pane fires that an event belongs to: the first {@code offset + k·every} after its {@code receivedAt},
     * or {@link #NO_EARLY} where the view has no early panes or the event is late for its slice.
     */
    public long earlyAfter(long sliceStartMillis, long markMillis, long receivedAtMillis) {
        if (earlyEvery == 0 || markMillis != slicing.firstMarkOf(sliceStartMillis)) {
            return NO_EARLY;
        }
        return earlyOffset + earlyEvery * (Math.floorDiv(receivedAtMillis - earlyOffset, earlyEvery) + 1);
    }
}
