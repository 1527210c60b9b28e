package dev.tidemark.serving.windows;

import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.SessionCells;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.fold.Sessions;
import dev.tidemark.domain.window.SessionGrid;
import dev.tidemark.domain.window.Window;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/**
 * Finds the sessions of a view that will publish another pane: those around a cell that is due. As the one that publishes them
 * does, it reads outward from each bucket that is due, to both sides, as long as a session of a key that is due there goes on;
 * a late event may be far before the end of a session, in a bucket of which nothing else is due. No bucket is read twice.
 */
final class OpenSessions {

    private final SessionGrid grid;
    private final LongFunction<List<Cell>> cells;
    private final long publishedMillis;
    private final Map<String, SessionCells> byKey = new TreeMap<>();
    private final Map<Long, Set<String>> read = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();

    private OpenSessions(SessionGrid grid, LongFunction<List<Cell>> cells, long publishedMillis) {
        this.grid = grid;
        this.cells = cells;
        this.publishedMillis = publishedMillis;
    }

    /**
     * Those with a mark after the published watermark, by the bucket of their last event and by key.
     *
     * @param cells reads the cells of the bucket with this start, of all shards
     * @param dueBuckets starts of the buckets with a cell that is due after the watermark
     */
    static Map<Window, Map<String, SessionPane>> of(
            SessionGrid grid, LongFunction<List<Cell>> cells, SortedSet<Long> dueBuckets, long publishedMillis) {
        OpenSessions open = new OpenSessions(grid, cells, publishedMillis);
        dueBuckets.forEach(open::around);
        // Of a key that is due nowhere a part may be here; nothing of that has a mark after the watermark.
        Map<Window, Map<String, SessionPane>> sessions = new HashMap<>();
        open.byKey.forEach((key, own) -> Sessions.open(grid, key, own, publishedMillis)
                .forEach(session -> sessions.computeIfAbsent(session.bucket(), any -> new TreeMap<>())
                        .put(key, session)));
        return sessions;
    }

    private void around(long bucket) {
        Set<String> due = new HashSet<>();
        for (String key : keys(bucket)) {
            boolean known = ends.getOrDefault(key, Long.MIN_VALUE) >= bucket;
            if (!known && isDue(key, bucket)) {
                due.add(key);
            }
        }
        outward(bucket, due, grid::next).forEach(ends::put);
        outward(bucket, due, grid::previous);
    }

    private boolean isDue(String key, long bucket) {
        SortedSet<Long> marks = cellsOf(key).dueMarks(bucket, Long.MAX_VALUE);
        return !marks.isEmpty() && marks.last() > publishedMillis;
    }

    /** Reads one bucket after the other to one side while sessions of these keys go on; by key the last bucket of each. */
    private Map<String, Long> outward(long bucket, Set<String> keys, LongUnaryOperator step) {
        Map<String, Long> reached = new HashMap<>();
        Set<String> going = keys;
        for (long at = bucket; !going.isEmpty(); at = step.applyAsLong(at)) {
            long here = at;
            long further = step.applyAsLong(at);
            keys(further);
            going.forEach(key -> reached.put(key, here));
            Set<String> on = new HashSet<>(going);
            on.removeIf(key -> !cellsOf(key).joins(Math.min(here, further), Math.max(here, further), Long.MAX_VALUE));
            going = on;
        }
        return reached;
    }

    /** The keys of a bucket, which is read now if it has not been. */
    private Set<String> keys(long bucket) {
        Set<String> known = read.get(bucket);
        if (known == null) {
            known = new HashSet<>();
            for (Cell cell : cells.apply(bucket)) {
                known.add(cell.key().key());
                cellsOf(cell.key().key()).add(cell);
            }
            read.put(bucket, known);
        }
        return known;
    }

    private SessionCells cellsOf(String key) {
        return byKey.computeIfAbsent(key, any -> new SessionCells(grid));
    }
}
