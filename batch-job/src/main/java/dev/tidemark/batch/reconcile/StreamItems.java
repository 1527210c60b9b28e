package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.shape.SessionShape;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.domain.view.View;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.CellItem;
import dev.tidemark.platform.item.FoundCell;
import dev.tidemark.platform.item.FoundWindow;
import dev.tidemark.platform.item.ItemRange;
import dev.tidemark.platform.item.PaneQuery;
import dev.tidemark.platform.item.WindowItem;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Brings the cells and panes of the days into tables. A table that is small beside the number of partitions that the
 * days have is scanned; else each partition is queried once. Of panes a partition is a block of windows: the first and the
 * last may have windows of other days, which the rows pass over.
 */
final class StreamItems {

    private static final long ITEMS_A_QUERY_IS_WORTH = 50;

    private final ItemStore items;
    private final Database database;
    private final SoughtItems sought;

    StreamItems(ItemStore items, Database database, SoughtItems sought) {
        this.items = items;
        this.database = database;
        this.sought = sought;
    }

    /** Loads {@code stream_cells}. */
    void loadCells() {
        try (ItemRows<FoundCell> rows = new StreamCells(database, sought)) {
            long partitions = sought.views().stream().mapToLong(this::slices).sum()
                    * sought.shards().size();
            if (items.approximateSize(Table.CELLS) <= partitions * ITEMS_A_QUERY_IS_WORTH) {
                items.findAll(FoundCell.ITEMS, rows::take);
                return;
            }
            for (View view : sought.views()) {
                ViewShape shape = sought.shape(view);
                for (long day : sought.days()) {
                    shape.slices(day)
                            .filter(slice -> isFirst(shape, slice, day))
                            .forEach(slice -> {
                                for (String shard : sought.shards()) {
                                    items.find(CellItem.of(view.id(), slice, shard), FoundCell.ITEMS, rows::take);
                                }
                            });
                }
            }
        }
    }

    /** Whether this is the first of the run's days that the slice is in, so that it is read once. */
    private boolean isFirst(ViewShape shape, long slice, long day) {
        return sought.days().headSet(day).stream().noneMatch(other -> shape.sliceIsIn(slice, Set.of(other)));
    }

    private long slices(View view) {
        ViewShape shape = sought.shape(view);
        return sought.days().stream()
                .mapToLong(day -> shape.slices(day).count())
                .sum();
    }

    /** Loads {@code stream_panes}, and {@code stream_sessions} if there are views of sessions. */
    void loadPanes() {
        loadWindows(new StreamPanes(database, sought));
        if (sought.views().stream().anyMatch(view -> sought.shape(view) instanceof SessionShape)) {
            loadWindows(new StreamSessions(database, sought));
        }
    }

    private void loadWindows(ItemRows<FoundWindow> rows) {
        try (rows) {
            Set<ItemRange<WindowItem>> blocks = new LinkedHashSet<>();
            for (View view : sought.views()) {
                ViewShape shape = sought.shape(view);
                for (long day : shape.itemDays(sought.days())) {
                    shape.windows(day)
                            .forEach(window -> blocks.addAll(PaneQuery.ofWindow(view, window.startMillis())
                                    .ranges()));
                }
            }
            if (items.approximateSize(Table.WINDOWS) <= blocks.size() * ITEMS_A_QUERY_IS_WORTH) {
                items.findAll(FoundWindow.ITEMS, rows::take);
                return;
            }
            blocks.forEach(block -> items.find(block, FoundWindow.ITEMS, rows::take));
        }
    }
}
