package dev.tidemark.serving.windows;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.SessionCells;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.fold.Sessions;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.SessionGrid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What cells hold of windows that will publish another pane: those with a cell that is due after the published watermark. Of a
 * frame the cells are read when it is asked for; of a session view those of all sessions that are going on, at once.
 */
final class OpenWindows {

    private final GridStore store;
    private final View view;
    private final Grid grid;
    private final long publishedMillis;
    private final Set<String> shards = new TreeSet<>();
    private final Set<Long> due = new TreeSet<>();
    private final Map<Window, Map<String, SessionPane>> sessions = new HashMap<>();

    private OpenWindows(GridStore store, View view, long publishedMillis) {
        this.store = store;
        this.view = view;
        this.grid = Grid.of(view);
        this.publishedMillis = publishedMillis;
    }

    /** Those of a view beyond a watermark. */
    static OpenWindows after(GridStore store, View view, long publishedMillis) {
        OpenWindows open = new OpenWindows(store, view, publishedMillis);
        store.heads().forEach(head -> open.shards.add(head.shardId()));
        for (String shard : open.shards) {
            open.due.addAll(store.slicesDueAfter(view, shard, publishedMillis));
        }
        if (view.window() instanceof WindowSpec.Session) {
            open.readSessions();
        }
        return open;
    }

    /** None at all. */
    static OpenWindows none(GridStore store, View view) {
        return new OpenWindows(store, view, Long.MAX_VALUE);
    }

    /** The frames that may have some. */
    Set<Window> frames() {
        if (view.window() instanceof WindowSpec.Session) {
            return sessions.keySet();
        }
        Set<Window> frames = new TreeSet<>();
        due.forEach(slice -> frames.addAll(grid.windowsOf(slice)));
        return frames;
    }

    /** How many queries {@link #of} takes. */
    int queries(Window frame) {
        return isDue(frame) ? grid.slicesOf(frame).size() * shards.size() : 0;
    }

    private boolean isDue(Window frame) {
        return !(view.window() instanceof WindowSpec.Session)
                && grid.slicesOf(frame).stream().anyMatch(due::contains);
    }

    /** The values of a frame that are still open, by key, each the first of its window and key. */
    Map<String, WindowValue> of(Window frame) {
        Map<String, WindowValue> values = new TreeMap<>();
        sessions.getOrDefault(frame, Map.of())
                .forEach((key, open) -> values.put(key, value(open.session(), key, open.total())));
        if (isDue(frame)) {
            Map<String, Measures> totals = new HashMap<>();
            Set<String> changing = new TreeSet<>();
            for (Cell cell : cells(grid.slicesOf(frame))) {
                long mark = Grid.windowMark(frame, cell.key().markMillis());
                if (mark <= grid.finalMark(frame)) {
                    totals.merge(cell.key().key(), cell.measures(), Measures::merge);
                    if (mark > publishedMillis) {
                        changing.add(cell.key().key());
                    }
                }
            }
            changing.forEach(key -> values.put(key, value(frame, key, totals.getOrDefault(key, Measures.EMPTY))));
        }
        return values;
    }

    /** Whether a session that goes on holds this one of the same key, and will withdraw it. */
    boolean willTake(String key, Window session) {
        return sessions.values().stream()
                .map(keys -> keys.get(key))
                .anyMatch(open -> open != null
                        && open.session().startMillis() <= session.startMillis()
                        && session.endMillis() <= open.session().endMillis());
    }

    private WindowValue value(Window window, String key, Measures total) {
        return new WindowValue(
                view.name(),
                window,
                key,
                WindowValue.Status.OPEN,
                WindowValue.Source.STREAM,
                0,
                List.of(),
                total,
                approximations(total.sketches()));
    }

    /** What the sketches say, by result name. */
    private Map<String, Approximation> approximations(Sketches sketches) {
        Map<String, Approximation> results = new HashMap<>();
        for (AggregateSpec.Approximate aggregate : view.approximate()) {
            String name = aggregate.resultName();
            results.put(name, aggregate.kind().read(sketches.named(name)));
        }
        return results;
    }

    private List<Cell> cells(List<Long> slices) {
        List<Cell> cells = new ArrayList<>();
        for (long slice : slices) {
            for (String shard : shards) {
                cells.addAll(store.cells(view, slice, shard));
            }
        }
        return cells;
    }

    /** From the buckets with due cells back as long as a bucket before has cells of the same keys. */
    private void readSessions() {
        SessionGrid buckets = SessionGrid.of(view);
        Map<String, SessionCells> byKey = new TreeMap<>();
        Set<Long> read = new TreeSet<>();
        for (long bucket : due) {
            Set<String> going = new TreeSet<>();
            for (long at = bucket; at == bucket || !going.isEmpty(); at = buckets.previous(at)) {
                Set<String> here = new TreeSet<>();
                List<Cell> cells = cells(List.of(at));
                for (Cell cell : cells) {
                    here.add(cell.key().key());
                    if (!read.contains(at)) {
                        byKey.computeIfAbsent(cell.key().key(), key -> new SessionCells(buckets))
                                .add(cell);
                    }
                }
                read.add(at);
                if (at == bucket) {
                    going.addAll(here);
                } else {
                    going.retainAll(here);
                }
            }
        }
        byKey.forEach((key, cells) -> Sessions.open(buckets, key, cells, publishedMillis)
                .forEach(open -> sessions.computeIfAbsent(open.bucket(), any -> new TreeMap<>())
                        .put(key, open)));
    }
}
