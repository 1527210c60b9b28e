package dev.tidemark.batch.shape;

import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Windows of one size that start at {@code offset + k·every}: fixed ones where {@code every = size}, sliding ones
 * otherwise.
 *
 * @param sizeMillis of a window
 * @param everyMillis from one window's start to the next; the size for fixed windows
 * @param offsetMillis {@code 0 <= offset < every}
 */
record AlignedShape(long sizeMillis, long everyMillis, long offsetMillis) implements ViewShape {

    private static final long YEAR_1000_BEFORE_EPOCH = 30_610_224_000_000L;

    /** The largest step that divides size and every. */
    long sliceMillis() {
        return gcd(sizeMillis, everyMillis);
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of(
                "size", sizeMillis,
                "every", everyMillis,
                "offset", offsetMillis,
                "slice", sliceMillis(),
                "shift", shiftMillis());
    }

    /**
     * What is added to a time so that slices are cut by a plain division: it makes every instant from year 1000 on
     * positive, and slice starts multiples of the slice.
     */
    private long shiftMillis() {
        return ((YEAR_1000_BEFORE_EPOCH / sliceMillis()) + 2) * sliceMillis() - offsetMillis;
    }

    @Override
    public ShapedInterval slice(long startMillis) {
        return new ShapedInterval(startMillis, startMillis + sliceMillis());
    }

    @Override
    public LongStream slices(long day) {
        long first = ceiling(firstNeeded(day), sliceMillis());
        long end = (day + 1) * DAY;
        Set<Long> days = Set.of(day);
        return LongStream.iterate(first, slice -> slice < end, slice -> slice + sliceMillis())
                .filter(slice -> sliceIsIn(slice, days));
    }

    @Override
    public Stream<ShapedInterval> windows(long day) {
        long first = ceiling(firstNeeded(day), everyMillis);
        long end = (day + 1) * DAY;
        return LongStream.iterate(first, start -> start + sizeMillis <= end, start -> start + everyMillis)
                .mapToObj(start -> new ShapedInterval(start, start + sizeMillis));
    }

    @Override
    public boolean sliceIsIn(long sliceStartMillis, Set<Long> days) {
        long last = floor(sliceStartMillis, everyMillis);
        for (long start = last; start + sizeMillis >= sliceStartMillis + sliceMillis(); start -= everyMillis) {
            if (days.contains(ViewShape.dayOfEnd(start + sizeMillis))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public long firstNeeded(long day) {
        return day * DAY + 1 - sizeMillis;
    }

    @Override
    public LongStream daysOf(long firstMillis, long lastMillis) {
        // The first window that ends after the first time, and the last that starts up to the last.
        long start = floor(firstMillis - sizeMillis, everyMillis) + everyMillis;
        long last = floor(lastMillis, everyMillis);
        if (everyMillis <= DAY) {
            return LongStream.rangeClosed(
                    ViewShape.dayOfEnd(start + sizeMillis), ViewShape.dayOfEnd(last + sizeMillis));
        }
        return LongStream.iterate(start, each -> each <= last, each -> each + everyMillis)
                .map(each -> ViewShape.dayOfEnd(each + sizeMillis));
    }

    @Override
    public long beforeLastSliceMillis() {
        return sizeMillis - sliceMillis();
    }

    private long floor(long millis, long step) {
        return millis - Math.floorMod(millis - offsetMillis, step);
    }

    private long ceiling(long millis, long step) {
        return floor(millis - 1, step) + step;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
