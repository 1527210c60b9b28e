package dev.tidemark.serving.windows;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.Panes;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import dev.tidemark.platform.item.Interval;
import dev.tidemark.platform.item.MarkKey;
import dev.tidemark.platform.item.MeasureValues;
import dev.tidemark.platform.item.PaneBlock;
import dev.tidemark.platform.item.PaneItem;
import dev.tidemark.platform.item.WindowItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The panes that a view would have published with another allowed lateness, made from its cells window by window. */
final class LatenessPanes {

    private final GridStore store;
    private final StoredPanes.PanesInOrder stored;
    private final View view;
    private final Grid grid;
    private final long publishedMillis;
    private final List<String> shards;
    private int queries;

    private LatenessPanes(GridStore store, StoredPanes stored, View view, long publishedMillis, List<String> shards) {
        this.store = store;
        this.stored = stored.reading(view, null);
        this.view = view;
        this.grid = Grid.of(view);
        this.publishedMillis = publishedMillis;
        this.shards = shards;
    }

    /** Of a view with that lateness, up to a published watermark. */
    static LatenessPanes of(GridStore store, StoredPanes stored, View view, long publishedMillis) {
        List<String> shards =
                store.heads().stream().map(head -> head.shardId()).sorted().toList();
        return new LatenessPanes(store, stored, view, publishedMillis, shards);
    }

    /** All panes of a window up to the watermark. */
    List<WindowItem> panes(Window window) {
        List<Cell> cells = new ArrayList<>();
        for (long slice : grid.slicesOf(window)) {
            for (String shard : shards) {
                cells.addAll(store.cells(view, slice, shard));
                queries++;
            }
        }
        Set<Long> fired = firedEarly(window);
        List<WindowItem> items = new ArrayList<>();
        for (Pane pane : Panes.of(window, cells, Math.min(publishedMillis, grid.finalMark(window)), fired::contains)) {
            items.add(item(pane));
        }
        return items;
    }

    /** How many ranges were asked for so far. */
    int queries() {
        return queries + stored.queries();
    }

    /** Which early panes have fired does not depend on the lateness. */
    private Set<Long> firedEarly(Window window) {
        Set<Long> fired = new HashSet<>();
        if (view.early() != null) {
            stored.of(window).stream()
                    .filter(item -> item.at().isEarly())
                    .forEach(item -> fired.add(item.at().earlyMillis()));
        }
        return fired;
    }

    private PaneItem item(Pane pane) {
        Map<String, Approximation> results = new HashMap<>();
        for (AggregateSpec.Approximate aggregate : view.approximate()) {
            String name = aggregate.resultName();
            results.put(name, aggregate.kind().read(pane.total().sketches().named(name)));
        }
        return new PaneItem(
                view.id(),
                PaneBlock.of(view, pane.window().startMillis(), pane.key()),
                new Interval(pane.window().startMillis(), pane.window().endMillis()),
                new MarkKey(pane.markMillis(), pane.earlyMillis(), pane.key()),
                pane.timing().name(),
                pane.index(),
                MeasureValues.of(pane.total()),
                MeasureValues.of(pane.delta()),
                results);
    }
}
