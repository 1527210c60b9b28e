package dev.tidemark.serving.windows;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.SessionPane;
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
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What cells hold of windows that will publish another pane: those with a cell that is due after the published watermark. Of a
 * frame the cells are read when it is asked for, and those of the slices that it shares with later ones are held until then; of a
 * session view those of all sessions that are going on, at once. Not thread-safe.
 */
final class OpenWindows {

    private final GridStore store;
    private final View view;
    private final Grid grid;
    private final long publishedMillis;
    private final Set<String> shards = new TreeSet<>();
    private final SortedSet<Long> due = new TreeSet<>();
    private final Map<Window, Map<String, SessionPane>> sessions = new HashMap<>();
    private final NavigableMap<Long, List<Cell>> held = new TreeMap<>();
    private int queries;

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
            open.sessions.putAll(OpenSessions.of(SessionGrid.of(view), open::read, open.due, publishedMillis));
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

    /** How many queries {@link #of} has taken so far. */
    int queries() {
        return queries;
    }

    private boolean isDue(Window frame) {
        return !(view.window() instanceof WindowSpec.Session)
                && grid.slicesOf(frame).stream().anyMatch(due::contains);
    }

    /**
     * The values of a frame that are still open, by key, each the first of its window and key.
     *
     * @param frame is asked for after those that start before it
     */
    Map<String, WindowValue> of(Window frame) {
        Map<String, WindowValue> values = new TreeMap<>();
        sessions.getOrDefault(frame, Map.of())
                .forEach((key, open) -> values.put(key, value(open.session(), key, open.total())));
        if (isDue(frame)) {
            Map<String, Measures> totals = new HashMap<>();
            Set<String> changing = new TreeSet<>();
            for (Cell cell : cells(frame)) {
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
                WindowValue.ValueStatus.OPEN,
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

    /** The cells of a frame. Those of slices before it are let go: no later frame has them. */
    private List<Cell> cells(Window frame) {
        held.headMap(frame.startMillis()).clear();
        List<Cell> cells = new ArrayList<>();
        for (long slice : grid.slicesOf(frame)) {
            List<Cell> known = held.get(slice);
            if (known == null) {
                known = read(slice);
                queries += shards.size();
                held.put(slice, known);
            }
            cells.addAll(known);
        }
        return cells;
    }

    /** The cells of a slice of all shards. */
    private List<Cell> read(long slice) {
        List<Cell> cells = new ArrayList<>();
        shards.forEach(shard -> cells.addAll(store.cells(view, slice, shard)));
        return cells;
    }
}
