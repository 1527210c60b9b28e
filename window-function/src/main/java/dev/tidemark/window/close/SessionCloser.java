package dev.tidemark.window.close;

import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.SessionCells;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.fold.Sessions;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.window.SessionGrid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Finds the panes of one session view that the global watermark has passed.
 *
 * <p>A session is none of the windows of a slice: how far it reaches is read from the cells, outward from each bucket that
 * is due, and only as far as the keys that are due there continue. A key whose session goes on beyond the watermark is left
 * alone at the first bucket that shows it; so a session costs the reading of a bucket or two while it lasts, and is read
 * back to its beginning when it ends. All shards are read, for a session moves with its device when a shard splits.
 */
final class SessionCloser {

    /** A key with cells that are due at a bucket, what is read of it, and the first mark of these that is not published. */
    private record DueSessions(String key, SessionCells cells, long markMillis) {}

    private final View view;
    private final SessionGrid grid;
    private final CellReader reader;
    private final List<String> shards;
    private final long publishedMillis;
    private final long globalMillis;
    private final Executor executor;

    /** For the marks in {@code (published, global]} of the view's time domain; {@code executor} reads shards side by side. */
    SessionCloser(View view, CellReader reader, List<String> shards, ClosingStretch stretch, Executor executor) {
        this.view = view;
        this.grid = SessionGrid.of(view);
        this.reader = reader;
        this.shards = shards;
        this.publishedMillis = stretch.published().in(view.time());
        this.globalMillis = stretch.global().in(view.time());
        this.executor = executor;
    }

    /** The panes not yet published of the sessions around these buckets. */
    List<SessionPane> fresh(SortedSet<Long> dueBuckets) {
        List<SessionPane> fresh = new ArrayList<>();
        Map<Long, Set<String>> done = new HashMap<>();
        for (long bucket : dueBuckets) {
            List<DueSessions> ended = toTheirEnd(bucket, due(bucket, done.getOrDefault(bucket, Set.of())));
            toTheirBeginning(bucket, ended);
            for (DueSessions session : ended) {
                Sessions.of(grid, session.key(), session.cells(), globalMillis).stream()
                        .filter(pane -> pane.markMillis() > publishedMillis)
                        .forEach(fresh::add);
                session.cells().buckets().tailSet(bucket + 1).forEach(later -> done.computeIfAbsent(
                                later, any -> new HashSet<>())
                        .add(session.key()));
            }
            done.remove(bucket);
        }
        return fresh;
    }

    /** The keys with something at the bucket that is due and not published. */
    private List<DueSessions> due(long bucket, Set<String> done) {
        Map<String, SessionCells> byKey = new HashMap<>();
        for (Cell cell : read(bucket)) {
            if (!done.contains(cell.key().key())) {
                byKey.computeIfAbsent(cell.key().key(), key -> new SessionCells(grid))
                        .add(cell);
            }
        }
        List<DueSessions> due = new ArrayList<>();
        byKey.forEach((key, cells) -> cells.dueMarks(bucket, globalMillis).stream()
                .filter(mark -> mark > publishedMillis)
                .findFirst()
                .ifPresent(mark -> due.add(new DueSessions(key, cells, mark))));
        return due;
    }

    /** Those whose sessions end by the watermark, read from the bucket to their last one. */
    private List<DueSessions> toTheirEnd(long bucket, List<DueSessions> due) {
        List<DueSessions> ended = new ArrayList<>();
        List<DueSessions> going = due;
        for (long at = bucket; !going.isEmpty(); at = grid.next(at)) {
            List<DueSessions> further = new ArrayList<>();
            addBucket(grid.next(at), going);
            for (DueSessions session : going) {
                if (!goesOn(session, at, grid.next(at), grid.next(at))) {
                    ended.add(session);
                } else if (!session.cells().isOpen(bucket, session.markMillis(), globalMillis)) {
                    further.add(session);
                }
            }
            going = further;
        }
        return ended;
    }

    /** Reads them from the bucket back to their first one. */
    private void toTheirBeginning(long bucket, List<DueSessions> sessions) {
        List<DueSessions> going = sessions;
        for (long at = bucket; !going.isEmpty(); at = grid.previous(at)) {
            long earlier = grid.previous(at);
            long later = at;
            addBucket(earlier, going);
            going = going.stream()
                    .filter(session -> goesOn(session, earlier, later, earlier))
                    .toList();
        }
    }

    /** Whether two neighbouring buckets share the session; if not, the cells of the one that was read last are let go. */
    private boolean goesOn(DueSessions session, long earlier, long later, long justRead) {
        boolean joined = session.cells().joins(earlier, later, globalMillis);
        if (!joined) {
            session.cells().remove(justRead);
        }
        return joined;
    }

    private void addBucket(long bucket, List<DueSessions> sessions) {
        Map<String, SessionCells> byKey = new HashMap<>();
        sessions.forEach(session -> byKey.put(session.key(), session.cells()));
        for (Cell cell : read(bucket)) {
            SessionCells cells = byKey.get(cell.key().key());
            if (cells != null) {
                cells.add(cell);
            }
        }
    }

    private List<Cell> read(long bucket) {
        List<CompletableFuture<List<Cell>>> reads = shards.stream()
                .map(shard -> CompletableFuture.supplyAsync(
                        () -> reader.cells(view.id(), bucket, shard, globalMillis), executor))
                .toList();
        return reads.stream().flatMap(read -> read.join().stream()).toList();
    }
}
