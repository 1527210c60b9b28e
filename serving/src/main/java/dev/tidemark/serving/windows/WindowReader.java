package dev.tidemark.serving.windows;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.CorrectionItem;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.WindowItem;
import dev.tidemark.serving.tables.TableReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Reads the windows of a view: what was published, what the batch says instead, and for windows that can still change, what their
 * cells hold at this moment. Never more than one reading behind: what was acknowledged to the window function is in the answer.
 */
public final class WindowReader {

    /** So many windows are asked for one by one; for more, or an endless stretch, {@link #all} passes over the table. */
    private static final int MOST_FRAMES = 200;

    private final GridStore store;
    private final StoredPanes stored;
    private final CorrectionReader corrections;
    private final PaneReader panes;

    /** @param names the tables' names in this stack */
    public WindowReader(DynamoDbClient dynamoDb, Function<Table, String> names) {
        TableReader tables = new TableReader(dynamoDb, names);
        this.store = new GridStore(tables);
        this.stored = new StoredPanes(tables);
        this.corrections = new CorrectionReader(tables);
        this.panes = new PaneReader(store, stored);
    }

    /** Up to which watermark panes are published, milliseconds since the epoch, or {@link Watermarks#UNKNOWN}. */
    public long published(TimeDomain domain) {
        return store.published(domain);
    }

    /** How far every shard is, by shard. */
    public List<HeadItem> heads() {
        return store.heads();
    }

    /** What answers about a view go by now. */
    public Standpoint standpoint(View view) {
        return corrections.standpoint(view);
    }

    /** The UTC days, as {@code 2026-11-20}, that the published run has in its books for a view, ascending. */
    public NavigableSet<String> daysInBooks(View view, Standpoint at) {
        return corrections.days(view, at.run());
    }

    /**
     * Every value of a view that the query asks for, as of now.
     *
     * @param query may be endless; of {@link Layer#STREAM} alone as of a watermark
     */
    public List<WindowValue> all(View view, Layer layer, WindowQuery query) {
        Standpoint at = standpoint(view);
        List<WindowValue> values = new ArrayList<>();
        WindowWalk walk = isShort(view, query)
                ? walk(view, layer, query, at, Long.MIN_VALUE, Optional.empty(), Integer.MAX_VALUE)
                : scan(view, layer, query, at);
        walk.forEachRemaining(values::add);
        return values;
    }

    private static boolean isShort(View view, WindowQuery query) {
        if (!query.isBounded()) {
            return false;
        }
        Frames frames = Frames.between(view, query.fromMillis(), query.toMillis());
        int count = 0;
        while (frames.hasNext() && count <= MOST_FRAMES) {
            frames.next();
            count++;
        }
        return count <= MOST_FRAMES;
    }

    /**
     * The values that a query with a beginning and an end asks for, frame by frame.
     *
     * @param at which an earlier walk has begun with, to go on from
     * @param keptFromMillis windows that end by then are passed over: their panes may be gone, and corrections alone would be told
     * @param behind where that one has stopped
     * @param mostQueries after how many queries it stops; the frame that is begun is read to its end
     */
    WindowWalk walk(
            View view,
            Layer layer,
            WindowQuery query,
            Standpoint at,
            long keptFromMillis,
            Optional<Position> behind,
            int mostQueries) {
        long from = from(query, keptFromMillis, behind);
        StoredPanes.PanesInOrder items = stored.reading(view, query.key());
        return walk(
                view,
                layer,
                query,
                at,
                behind.orElse(null),
                Frames.between(view, from, query.toMillis()),
                items::of,
                items::queries,
                open(view, layer, query, at),
                mostQueries);
    }

    /**
     * The same of the stream with another allowed lateness, from the cells.
     *
     * @param view has no sessions
     * @param keptFromMillis windows that start before are passed over: some of their cells may be gone, and a part of a sum is none
     * @throws IllegalArgumentException if the lateness is no multiple of the view's {@code latePaneEvery}
     */
    WindowWalk walk(
            View view,
            WindowQuery query,
            Duration lateness,
            Standpoint at,
            long keptFromMillis,
            Optional<Position> behind,
            int mostQueries) {
        View other = view.withAllowedLateness(lateness);
        LatenessPanes fromCells = LatenessPanes.of(store, stored, other, at.publishedMillis());
        long from = from(query, keptFromMillis, behind);
        return walk(
                other,
                Layer.STREAM,
                query,
                at,
                behind.orElse(null),
                Frames.startingFrom(other, keptFromMillis, from, query.toMillis()),
                fromCells::panes,
                fromCells::queries,
                OpenWindows.none(store, other),
                mostQueries);
    }

    private static long from(WindowQuery query, long keptFromMillis, Optional<Position> behind) {
        long from = Math.max(query.fromMillis(), keptFromMillis);
        return behind.map(position -> Math.max(from, position.frame().startMillis()))
                .orElse(from);
    }

    private WindowWalk walk(
            View view,
            Layer layer,
            WindowQuery query,
            Standpoint at,
            @Nullable Position behind,
            Iterator<Window> frames,
            Function<Window, List<WindowItem>> items,
            IntSupplier queried,
            OpenWindows open,
            int mostQueries) {
        Standpoint standpoint = layer == Layer.STREAM
                ? at.asOf(query.asOfMillis().orElse(Long.MAX_VALUE)).withoutBatch()
                : at;
        return new WindowWalk(
                view,
                layer,
                query,
                standpoint,
                behind,
                frames,
                items,
                queried,
                corrections.reading(view, standpoint),
                open,
                mostQueries);
    }

    private OpenWindows open(View view, Layer layer, WindowQuery query, Standpoint at) {
        return layer == Layer.BATCH || query.asOfMillis().isPresent()
                ? OpenWindows.none(store, view)
                : OpenWindows.after(store, view, at.publishedMillis());
    }

    /** One pass over the table, and the batch's days one after the other. */
    private WindowWalk scan(View view, Layer layer, WindowQuery query, Standpoint at) {
        // What is open first, then panes: what is published in between is found as a pane, and beyond the standpoint.
        OpenWindows open = open(view, layer, query, at);
        Map<Window, List<WindowItem>> byFrame = new HashMap<>();
        stored.all(view).forEach(item -> byFrame.computeIfAbsent(StoredPanes.frameOf(item), any -> new ArrayList<>())
                .add(item));
        TreeSet<Window> frames = new TreeSet<>(byFrame.keySet());
        frames.addAll(open.frames());
        if (layer != Layer.STREAM) {
            CorrectionReader.CorrectionsInOrder reading = corrections.reading(view, at);
            for (CorrectionItem item : corrections.all(view, at)) {
                frames.add(reading.frameOf(item));
            }
        }
        return walk(
                view,
                layer,
                query,
                at,
                null,
                frames.iterator(),
                frame -> byFrame.getOrDefault(frame, List.of()),
                () -> 0,
                open,
                Integer.MAX_VALUE);
    }

    /** The published panes of a view in this reading, with sessions that a later one has withdrawn, in {@link WindowRow#ORDER}. */
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
}
