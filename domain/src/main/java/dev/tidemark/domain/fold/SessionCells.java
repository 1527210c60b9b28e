package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.EventSpan;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.window.SessionGrid;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * The cells of one key of a session view: bucket by bucket what each mark added, merged over shards. Cells beyond their
 * bucket's last mark are passed over. Not thread-safe.
 */
public final class SessionCells {

    private final SessionGrid grid;
    private final NavigableMap<Long, NavigableMap<Long, Measures>> buckets = new TreeMap<>();

    public SessionCells(SessionGrid grid) {
        this.grid = grid;
    }

    /** Adds a cell of the key. */
    public void add(Cell cell) {
        long bucket = cell.key().sliceStartMillis();
        if (cell.key().markMillis() <= grid.lastMark(bucket)) {
            buckets.computeIfAbsent(bucket, start -> new TreeMap<>())
                    .merge(cell.key().markMillis(), cell.measures(), Measures::merge);
        }
    }

    /** The marks at which cells of a bucket may show in what is published, up to this one. */
    public SortedSet<Long> dueMarks(long bucketStartMillis, long upToMillis) {
        TreeSet<Long> due = new TreeSet<>();
        marks(bucketStartMillis).keySet().forEach(mark -> due.add(grid.dueMark(bucketStartMillis, mark)));
        return due.headSet(upToMillis, true);
    }

    /** Forgets the cells of a bucket. */
    public void remove(long bucketStartMillis) {
        buckets.remove(bucketStartMillis);
    }

    /** Starts of all buckets that have a cell, ascending. */
    public SortedSet<Long> buckets() {
        return Collections.unmodifiableSortedSet(buckets.navigableKeySet());
    }

    /** Whether two neighbouring buckets share a session, by the cells with marks up to this one. */
    public boolean joins(long earlierStartMillis, long laterStartMillis, long upToMillis) {
        EventSpan earlier = span(earlierStartMillis, upToMillis);
        EventSpan later = span(laterStartMillis, upToMillis);
        return !earlier.isNone() && !later.isNone() && grid.joins(earlier.lastMillis(), later.firstMillis());
    }

    /** The last bucket of the session that a bucket is part of, by the cells with marks up to this one. */
    public long lastBucket(long bucketStartMillis, long upToMillis) {
        return lastBucket(bucketStartMillis, upToMillis, bucket -> false);
    }

    /** The same, or the first bucket on the way there that is enough. */
    long lastBucket(long bucketStartMillis, long upToMillis, LongPredicate enough) {
        long last = bucketStartMillis;
        while (!enough.test(last) && joins(last, grid.next(last), upToMillis)) {
            last = grid.next(last);
        }
        return last;
    }

    /** The first bucket of the session that a bucket is part of, by the cells with marks up to this one. */
    long firstBucket(long bucketStartMillis, long upToMillis) {
        long first = bucketStartMillis;
        while (joins(grid.previous(first), first, upToMillis)) {
            first = grid.previous(first);
        }
        return first;
    }

    /**
     * Whether the session that a bucket is part of is still going on at a watermark, seen from the cells with marks up to
     * an earlier one: then nothing of it is published between the two.
     */
    public boolean isOpen(long bucketStartMillis, long markMillis, long watermarkMillis) {
        LongPredicate open = bucket -> grid.close(bucket) > watermarkMillis;
        return open.test(lastBucket(bucketStartMillis, markMillis, open));
    }

    /** What the cells of a bucket add up to, by those with marks up to this one. */
    Measures total(long bucketStartMillis, long upToMillis) {
        return marks(bucketStartMillis).headMap(upToMillis, true).values().stream()
                .reduce(Measures.EMPTY, Measures::merge);
    }

    /** What each mark adds to a bucket. */
    NavigableMap<Long, Measures> marks(long bucketStartMillis) {
        return buckets.getOrDefault(bucketStartMillis, new TreeMap<>());
    }

    private EventSpan span(long bucketStartMillis, long upToMillis) {
        EventSpan span = EventSpan.NONE;
        for (Map.Entry<Long, Measures> mark : marks(bucketStartMillis).entrySet()) {
            if (mark.getKey() > upToMillis) {
                break;
            }
            span = span.merge(mark.getValue().span());
        }
        return span;
    }
}
