package dev.tidemark.batch.shape;

import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How a view cuts time, as far as the batch has to name pieces of it: to choose days, files and items. The windows
 * themselves are computed in SQL. A window belongs to the UTC day of its last millisecond.
 */
public sealed interface ViewShape permits AlignedShape, CalendarShape, SessionShape {

    /** One UTC day. */
    long DAY = Duration.ofDays(1).toMillis();

    /**
     * A window or a slice, {@code [start, end)}, in milliseconds since the epoch.
     *
     * @param startMillis inclusive
     * @param endMillis exclusive
     */
    record ShapedInterval(long startMillis, long endMillis) {}

    /**
     * The shape of a view. That of sessions reads as far back as a session of the shortest kind needs.
     */
    static ViewShape of(View view) {
        if (view.window() instanceof WindowSpec.Fixed fixed) {
            long size = fixed.size().toMillis();
            return new AlignedShape(size, size, fixed.offset().toMillis());
        }
        if (view.window() instanceof WindowSpec.Sliding sliding) {
            return new AlignedShape(
                    sliding.size().toMillis(),
                    sliding.every().toMillis(),
                    sliding.offset().toMillis());
        }
        if (view.window() instanceof WindowSpec.Calendar calendar) {
            return new CalendarShape(calendar);
        }
        if (view.window() instanceof WindowSpec.Session session) {
            return SessionShape.of(session);
        }
        throw new IllegalArgumentException(
                "no shape for windows of the kind " + view.window().getClass().getSimpleName());
    }

    /** The number of the UTC day that a window belongs to: that of its last millisecond. */
    static long dayOfEnd(long endMillis) {
        return Math.floorDiv(endMillis - 1, DAY);
    }

    /** What the statements need to know of it, by name. */
    Map<String, Object> parameters();

    /** The slice with this start, which a cell's key names. */
    ShapedInterval slice(long startMillis);

    /** The slices of the windows of a day, ascending. */
    LongStream slices(long day);

    /** The windows of a day, ascending. */
    Stream<ShapedInterval> windows(long day);

    /** Whether a window that holds the slice belongs to one of the days. */
    boolean sliceIsIn(long sliceStartMillis, Set<Long> days);

    /** The first millisecond that a window of the day holds; the start of the next day where it has none. */
    long firstNeeded(long day);

    /** The end of what windows of the day depend on, exclusive. */
    default long endNeeded(long day) {
        return (day + 1) * DAY;
    }

    /** The days whose windows, in the sense of the stream's items, the windows of these days are made of. */
    default NavigableSet<Long> itemDays(Set<Long> days) {
        return new TreeSet<>(days);
    }

    /** The days of the windows that hold a time in {@code [first, last]}. */
    LongStream daysOf(long firstMillis, long lastMillis);

    /** How long after a slice's end its first mark is. */
    default long firstMarkMillis() {
        return 0;
    }

    /** How long after a window's end, and its allowed lateness, it can still change. */
    default long settlesMillis() {
        return 0;
    }

    /** Distance from the first slice of a window to its last: how much later its last mark is than its slice's. */
    long beforeLastSliceMillis();
}
