package dev.tidemark.local.windows;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import dev.tidemark.local.tables.TableReader;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.PaneQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Reads the windows of a view: the panes that were published, and for windows that can still change, what their cells hold
 * at this moment. Never more than one reading behind: what was acknowledged to the window function is in the answer.
 */
public final class WindowReader {

    /** So many ranges of panes are asked for one by one; for more, one pass over the table is less work. */
    private static final int MOST_QUERIES = 200;

    private final GridStore store;
    private final PaneReader panes;

    /** @param names the tables' names in this stack */
    public WindowReader(DynamoDbClient dynamoDb, Function<Table, String> names) {
        this.store = new GridStore(new TableReader(dynamoDb, names));
        this.panes = new PaneReader(store);
    }

    /** Up to which watermark panes are published, milliseconds since the epoch, or {@link Watermarks#UNKNOWN}. */
    public long published(TimeDomain domain) {
        return store.published(domain);
    }

    /** How far every shard is, by shard. */
    public List<HeadItem> heads() {
        return store.heads();
    }

    /** The rows of a view, in {@link WindowRow#ORDER}. */
    public List<WindowRow> rows(View view, WindowQuery query) {
        if (view.window() instanceof WindowSpec.Session) {
            return panes.sessions(view, query, false);
        }
        Grid grid = Grid.of(view);
        // The watermark first, then cells, then panes: what is published in between is found as a pane.
        long published = store.published(view.time());
        long asOf = Math.min(published, query.asOfMillis().orElse(Long.MAX_VALUE));
        List<WindowRow> open = query.asOfMillis().isPresent() ? List.of() : open(view, grid, query, published);
        List<WindowRow> rows = withFinals(
                panes(view, query).stream()
                        .filter(row -> query.asOfMillis().isEmpty() || row.markMillis() <= asOf)
                        .toList(),
                grid,
                asOf);
        rows.addAll(notPublishedMeanwhile(open, rows));
        rows.sort(WindowRow.ORDER);
        return rows;
    }

    /** The sessions of a view with those that a later one has withdrawn, in {@link WindowRow#ORDER}. */
    public List<WindowRow> withRetracted(View view, WindowQuery query) {
        return panes.sessions(view, query, true);
    }

    /** The published panes of a view in this reading, in {@link WindowRow#ORDER}. */
    public List<WindowRow> rows(View view, WindowQuery query, PaneReading reading) {
        return panes.rows(view, query, reading, false);
    }

    /**
     * The panes that a view would have published with another allowed lateness, from its cells, in this reading.
     *
     * @throws IllegalArgumentException if the lateness is no multiple of the view's {@code latePaneEvery}
     */
    public List<WindowRow> rows(View view, WindowQuery query, PaneReading reading, Duration lateness) {
        return panes.rows(view.withAllowedLateness(lateness), query, reading, true);
    }

    /**
     * What arrived beyond the allowed lateness: by window and key, the measures of all cells with a mark above the final
     * one. They are in no pane; reconciliation gives them their cause.
     */
    public Map<Window, Map<String, Measures>> beyond(View view) {
        Grid grid = Grid.of(view);
        Map<Window, Map<String, Measures>> beyond = new TreeMap<>();
        for (Cell cell : store.cells(view)) {
            for (Window window : grid.windowsOf(cell.key().sliceStartMillis())) {
                if (!grid.isInTime(
                        cell.key().sliceStartMillis(), window, cell.key().markMillis())) {
                    beyond.computeIfAbsent(window, any -> new TreeMap<>())
                            .merge(cell.key().key(), cell.measures(), Measures::merge);
                }
            }
        }
        return beyond;
    }

    /** Every cell of a view in every shard. */
    public List<Cell> cells(View view) {
        return store.cells(view);
    }

    private List<WindowRow> panes(View view, WindowQuery query) {
        List<WindowRow> panes = new ArrayList<>(asked(view, query)
                .filter(asked -> asked.size() <= MOST_QUERIES)
                .map(store::panes)
                .orElseGet(() -> store.panes(view)));
        panes.removeIf(row -> !query.includes(row.window()) || !query.includes(row.key()));
        return panes;
    }

    /** The panes that may be in the answer; empty where the time is open on a side. */
    private static Optional<PaneQuery> asked(View view, WindowQuery query) {
        if (query.fromMillis() == Long.MIN_VALUE
                || query.toMillis() == Long.MAX_VALUE
                || query.fromMillis() > query.toMillis()) {
            return Optional.empty();
        }
        long earliestStart = query.fromMillis() - view.window().longest().toMillis();
        return Optional.of(new PaneQuery(view, query.key(), earliestStart, query.toMillis()));
    }

    private List<WindowRow> open(View view, Grid grid, WindowQuery query, long published) {
        Set<String> shards = new TreeSet<>();
        store.heads().forEach(head -> shards.add(head.shardId()));
        Set<Window> candidates = new TreeSet<>();
        for (String shard : shards) {
            for (long slice : store.slicesDueAfter(view, shard, published)) {
                candidates.addAll(grid.windowsOf(slice));
            }
        }
        List<WindowRow> rows = new ArrayList<>();
        for (Window window : candidates) {
            if (query.includes(window)) {
                rows.addAll(open(view, grid, window, cells(view, grid, window, shards), query, published));
            }
        }
        return rows;
    }

    private List<Cell> cells(View view, Grid grid, Window window, Set<String> shards) {
        List<Cell> cells = new ArrayList<>();
        for (long slice : grid.slicesOf(window)) {
            for (String shard : shards) {
                cells.addAll(store.cells(view, slice, shard));
            }
        }
        return cells;
    }

    private static List<WindowRow> open(
            View view, Grid grid, Window window, List<Cell> cells, WindowQuery query, long published) {
        Map<String, Measures> totals = new TreeMap<>();
        Map<String, Long> marks = new HashMap<>();
        for (Cell cell : cells) {
            long mark = Grid.windowMark(window, cell.key().markMillis());
            if (mark <= grid.finalMark(window) && query.includes(cell.key().key())) {
                totals.merge(cell.key().key(), cell.measures(), Measures::merge);
                marks.merge(cell.key().key(), mark, Math::max);
            }
        }
        List<WindowRow> rows = new ArrayList<>();
        totals.forEach((key, total) -> {
            long mark = marks.getOrDefault(key, Long.MIN_VALUE);
            if (mark > published) {
                rows.add(new WindowRow(
                        view.name(),
                        window,
                        key,
                        mark,
                        WindowRow.Status.OPEN,
                        0,
                        false,
                        total,
                        approximations(view, total.sketches())));
            }
        });
        return rows;
    }

    /** What the sketches say, by result name. */
    private static Map<String, Approximation> approximations(View view, Sketches sketches) {
        Map<String, Approximation> results = new HashMap<>();
        for (AggregateSpec.Approximate aggregate : view.approximate()) {
            String name = aggregate.resultName();
            results.put(name, aggregate.kind().read(sketches.named(name)));
        }
        return results;
    }

    /** The last pane of a window and key is final once the watermark has reached the window's final mark. */
    private static List<WindowRow> withFinals(List<WindowRow> panes, Grid grid, long watermark) {
        Map<Group, WindowRow> last = new HashMap<>();
        for (WindowRow pane : panes) {
            last.merge(Group.of(pane), pane, (a, b) -> WindowRow.ORDER.compare(a, b) >= 0 ? a : b);
        }
        List<WindowRow> rows = new ArrayList<>();
        for (WindowRow pane : panes) {
            boolean isFinal = pane == last.get(Group.of(pane)) && grid.finalMark(pane.window()) <= watermark;
            rows.add(isFinal ? pane.finalNow() : pane);
        }
        return rows;
    }

    private static List<WindowRow> notPublishedMeanwhile(List<WindowRow> open, List<WindowRow> panes) {
        Map<Group, Long> marks = new HashMap<>();
        Map<Group, Integer> counts = new HashMap<>();
        for (WindowRow pane : panes) {
            marks.merge(Group.of(pane), pane.markMillis(), Math::max);
            counts.merge(Group.of(pane), 1, Integer::sum);
        }
        List<WindowRow> left = new ArrayList<>();
        for (WindowRow row : open) {
            if (marks.getOrDefault(Group.of(row), Long.MIN_VALUE) < row.markMillis()) {
                left.add(row.withIndex(counts.getOrDefault(Group.of(row), 0)));
            }
        }
        return left;
    }

    /** A window and a key. */
    private record Group(Window window, String key) {
        static Group of(WindowRow row) {
            return new Group(row.window(), row.key());
        }
    }
}
