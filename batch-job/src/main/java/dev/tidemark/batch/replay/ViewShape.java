package dev.tidemark.batch.replay;

import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import java.time.Duration;
import java.util.Set;

/**
 * How a view cuts time, as far as the batch has to name pieces of it: to choose days, files and items. The windows
 * themselves are computed in SQL.
 *
 * @param sizeMillis of a window
 * @param everyMillis from one window's start to the next; the size for fixed windows
 * @param offsetMillis {@code 0 <= offset < every}
 * @param sliceMillis the largest step that divides size and every
 */
public record ViewShape(long sizeMillis, long everyMillis, long offsetMillis, long sliceMillis) {

    /** One UTC day. */
    public static final long DAY = Duration.ofDays(1).toMillis();

    private static final long YEAR_1000_BEFORE_EPOCH = 30_610_224_000_000L;

    /**
     * The shape of a view.
     *
     * @throws UnsupportedWindowException for a kind of window that the batch does not compute
     */
    public static ViewShape of(View view) {
        if (view.window() instanceof WindowSpec.Fixed fixed) {
            long size = fixed.size().toMillis();
            return new ViewShape(size, size, fixed.offset().toMillis(), size);
        }
        if (view.window() instanceof WindowSpec.Sliding sliding) {
            long size = sliding.size().toMillis();
            long every = sliding.every().toMillis();
            return new ViewShape(size, every, sliding.offset().toMillis(), gcd(size, every));
        }
        throw new UnsupportedWindowException(
                "view '" + view.name() + "': windows of this kind are not computed by the batch yet: " + view.window());
    }

    /** Whether windows overlap. */
    public boolean isSliding() {
        return sizeMillis != everyMillis;
    }

    /**
     * What is added to a time so that slices are cut by a plain division: it makes every instant from year 1000 on
     * positive, and slice starts multiples of the slice.
     */
    long shiftMillis() {
        return ((YEAR_1000_BEFORE_EPOCH / sliceMillis) + 2) * sliceMillis - offsetMillis;
    }

    /** Start of the slice that holds this time. */
    public long sliceStart(long millis) {
        return millis - Math.floorMod(millis - offsetMillis, sliceMillis);
    }

    /** Start of the last window that holds this time. */
    public long lastWindowStart(long millis) {
        return millis - Math.floorMod(millis - offsetMillis, everyMillis);
    }

    /** The number of the UTC day that a window belongs to: that of its last millisecond. */
    public static long dayOfEnd(long endMillis) {
        return Math.floorDiv(endMillis - 1, DAY);
    }

    /** Whether a window that holds the slice belongs to one of the days. */
    public boolean sliceIsIn(long sliceStartMillis, Set<Long> days) {
        long last = lastWindowStart(sliceStartMillis);
        for (long start = last; start + sizeMillis >= sliceStartMillis + sliceMillis; start -= everyMillis) {
            if (days.contains(dayOfEnd(start + sizeMillis))) {
                return true;
            }
        }
        return false;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
