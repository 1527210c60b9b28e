package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.EventSpan;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.window.SessionGrid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads sessions off the grid of one key: what was published at each mark, and what that withdrew (docs/platform.md,
 * "Sessions").
 *
 * <p>At a mark m, the sessions are what a sweep over the buckets gives by the cells with marks up to m; those are published
 * whose close is not after m. Such a session is new at m only if m is the close of its last bucket, or one of its cells has
 * the mark m. Both are due marks of a cell ({@link SessionGrid#dueMark}), so looking at the session around each cell at
 * its due mark finds every change, and no change is found later than at its mark.
 */
public final class Sessions {

    /** A published session that is not withdrawn. */
    private record Visible(Window session, Measures total, long firstBucket, long lastBucket, long mark) {

        /** Whether it held the cell. */
        boolean held(long bucket, long cellMark) {
            return firstBucket <= bucket && bucket <= lastBucket && cellMark <= mark;
        }
    }

    private final SessionGrid grid;
    private final String key;
    private final SessionCells cells;
    private final NavigableMap<Long, Visible> visible = new TreeMap<>();
    private final Map<Long, Integer> indexes = new HashMap<>();
    private final List<SessionPane> panes = new ArrayList<>();

    private Sessions(SessionGrid grid, String key, SessionCells cells) {
        this.grid = grid;
        this.key = key;
        this.cells = cells;
    }

    /**
     * Everything that was published up to a watermark, withdrawals included.
     *
     * @param cells of the key, of all shards: for each bucket in it, all buckets that are one session with it by the cells
     *     with marks up to the watermark
     * @param upToMillis the largest mark to read
     * @return by mark, then last bucket
     */
    public static List<SessionPane> of(SessionGrid grid, String key, SessionCells cells, long upToMillis) {
        Sessions sessions = new Sessions(grid, key, cells);
        NavigableMap<Long, TreeSet<Long>> due = new TreeMap<>();
        for (long bucket : cells.buckets()) {
            for (long mark : cells.dueMarks(bucket, upToMillis)) {
                due.computeIfAbsent(mark, any -> new TreeSet<>()).add(bucket);
            }
        }
        due.forEach((mark, buckets) -> buckets.forEach(bucket -> sessions.look(bucket, mark)));
        return sessions.panes;
    }

    /**
     * The sessions that are still going on at a watermark, with what the cells hold of them.
     *
     * @return by start; each with the mark of its last cell, or its close if that is later
     */
    public static List<SessionPane> open(SessionGrid grid, String key, SessionCells cells, long watermarkMillis) {
        List<SessionPane> open = new ArrayList<>();
        Sessions sessions = new Sessions(grid, key, cells);
        for (long bucket : cells.buckets()) {
            if (!cells.joins(grid.previous(bucket), bucket, Long.MAX_VALUE)) {
                long last = cells.lastBucket(bucket, Long.MAX_VALUE);
                long mark = grid.close(last);
                for (long each = bucket; each <= last; each = grid.next(each)) {
                    mark = Math.max(mark, cells.marks(each).lastKey());
                }
                if (mark > watermarkMillis) {
                    Measures total = sessions.total(bucket, last, Long.MAX_VALUE);
                    open.add(sessions.pane(last, mark, total, total, List.of()));
                }
            }
        }
        return open;
    }

    private void look(long bucket, long mark) {
        if (cells.isOpen(bucket, mark, mark)) {
            return;
        }
        long last = cells.lastBucket(bucket, mark);
        long first = cells.firstBucket(bucket, mark);
        Visible before = visible.get(last);
        if (before != null && before.mark() == mark) {
            return; // Found already, from another of its buckets.
        }
        Measures total = total(first, last, mark);
        Window session = session(total);
        Collection<Visible> taken =
                List.copyOf(visible.subMap(first, true, last, true).values());
        List<Window> retracts = taken.stream()
                .map(Visible::session)
                .filter(other -> !other.equals(session))
                .sorted()
                .toList();
        for (Visible withdrawn : taken) {
            visible.remove(withdrawn.lastBucket());
            if (withdrawn.lastBucket() != last) {
                panes.add(retraction(withdrawn, mark, session));
            }
        }
        panes.add(pane(last, mark, total, added(first, last, mark, taken), retracts));
        visible.put(last, new Visible(session, total, first, last, mark));
    }

    private Measures total(long first, long last, long mark) {
        Measures total = Measures.EMPTY;
        for (long bucket = first; bucket <= last; bucket = grid.next(bucket)) {
            total = total.merge(cells.total(bucket, mark));
        }
        return total;
    }

    /** What lies in cells that no session published before held. */
    private Measures added(long first, long last, long mark, Collection<Visible> taken) {
        Measures added = Measures.EMPTY;
        for (long bucket = first; bucket <= last; bucket = grid.next(bucket)) {
            long start = bucket;
            for (Map.Entry<Long, Measures> cell :
                    cells.marks(bucket).headMap(mark, true).entrySet()) {
                if (taken.stream().noneMatch(other -> other.held(start, cell.getKey()))) {
                    added = added.merge(cell.getValue());
                }
            }
        }
        return added;
    }

    private Window session(Measures total) {
        EventSpan span = total.span();
        return grid.session(span.firstMillis(), span.lastMillis());
    }

    private SessionPane pane(long last, long mark, Measures total, Measures delta, List<Window> retracts) {
        return new SessionPane(
                grid.bucket(last),
                session(total),
                key,
                mark,
                mark == grid.close(last) ? Timing.ON_TIME : Timing.LATE,
                indexes.merge(last, 1, Integer::sum) - 1,
                total,
                delta,
                retracts,
                null);
    }

    private SessionPane retraction(Visible withdrawn, long mark, Window into) {
        return new SessionPane(
                grid.bucket(withdrawn.lastBucket()),
                withdrawn.session(),
                key,
                mark,
                Timing.LATE,
                indexes.merge(withdrawn.lastBucket(), 1, Integer::sum) - 1,
                Measures.EMPTY,
                Measures.EMPTY,
                List.of(),
                into);
    }
}
