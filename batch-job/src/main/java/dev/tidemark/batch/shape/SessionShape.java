package dev.tidemark.batch.shape;

import dev.tidemark.domain.view.WindowSpec;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Sessions. Their slices are buckets of one gap, cut from the epoch on; a cell belongs to the day of its bucket's end, and
 * the items of a session lie under the bucket of its last event.
 *
 * @param gapMillis the silence that parts sessions
 * @param inclusive whether events exactly one gap apart are one session
 * @param daysBack how many days before a day are read for its sessions, {@code >= 1}
 */
public record SessionShape(long gapMillis, boolean inclusive, int daysBack) implements ViewShape {

    static SessionShape of(WindowSpec.Session session) {
        long gap = session.gap().toMillis();
        return new SessionShape(
                gap, session.boundary() == WindowSpec.Boundary.INCLUSIVE, Math.toIntExact((gap + DAY - 1) / DAY));
    }

    /** The same, reading further back. */
    public SessionShape reachingBack(int days) {
        return new SessionShape(gapMillis, inclusive, days);
    }

    /** Two events are one session if the later comes less than this after the earlier. */
    public long joinsMillis() {
        return inclusive ? gapMillis + 1 : gapMillis;
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("gap", gapMillis, "joins", joinsMillis());
    }

    @Override
    public ShapedInterval slice(long startMillis) {
        return new ShapedInterval(startMillis, startMillis + gapMillis);
    }

    @Override
    public LongStream slices(long day) {
        long first = Math.floorDiv(day * DAY, gapMillis) * gapMillis;
        return LongStream.iterate(first, start -> start + gapMillis <= (day + 1) * DAY, start -> start + gapMillis)
                .filter(start -> ViewShape.dayOfEnd(start + gapMillis) == day);
    }

    @Override
    public Stream<ShapedInterval> windows(long day) {
        return slices(day).mapToObj(this::slice);
    }

    @Override
    public boolean sliceIsIn(long sliceStartMillis, Set<Long> days) {
        return days.contains(ViewShape.dayOfEnd(sliceStartMillis + gapMillis));
    }

    @Override
    public long firstNeeded(long day) {
        return (day - daysBack) * DAY;
    }

    @Override
    public long endNeeded(long day) {
        return (day + 1) * DAY + (inclusive ? 1 : 0);
    }

    @Override
    public NavigableSet<Long> itemDays(Set<Long> days) {
        NavigableSet<Long> all = new TreeSet<>();
        days.forEach(day -> LongStream.rangeClosed(day - daysBack, day).forEach(all::add));
        return all;
    }

    @Override
    public LongStream daysOf(long firstMillis, long lastMillis) {
        long bucketEnd = (Math.floorDiv(firstMillis, gapMillis) + 1) * gapMillis;
        return LongStream.rangeClosed(ViewShape.dayOfEnd(bucketEnd), ViewShape.dayOfEnd(lastMillis + gapMillis));
    }

    @Override
    public long firstMarkMillis() {
        return gapMillis;
    }

    @Override
    public long settlesMillis() {
        return 2 * gapMillis;
    }

    @Override
    public long beforeLastSliceMillis() {
        return gapMillis;
    }
}
