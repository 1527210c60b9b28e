package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.shape.SessionShape;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.store.Item;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.domain.view.View;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.platform.Table;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings the cells and panes of the days into tables. A table that is small beside the number of partitions that the
 * days have is scanned; else each partition is queried.
 */
final class StreamItems {

    private static final long ITEMS_A_QUERY_IS_WORTH = 50;

    private final ItemStore items;
    private final Database database;
    private final Sought sought;

    StreamItems(ItemStore items, Database database, Sought sought) {
        this.items = items;
        this.database = database;
        this.sought = sought;
    }

    /** Loads {@code stream_cells}. */
    void loadCells() {
        try (ItemRows rows = new StreamCells(database, sought)) {
            Consumer<Item> take = rows::take;
            long partitions = sought.views().stream().mapToLong(this::slices).sum()
                    * sought.shards().size();
            if (items.approximateSize(Table.CELLS) <= partitions * ITEMS_A_QUERY_IS_WORTH) {
                items.scan(Table.CELLS, take);
                return;
            }
            for (View view : sought.views()) {
                ViewShape shape = sought.shape(view);
                for (long day : sought.days()) {
                    shape.slices(day)
                            .filter(slice -> isFirst(shape, slice, day))
                            .forEach(slice -> {
                                for (String shard : sought.shards()) {
                                    items.query(Table.CELLS, ItemKeys.cells(view.id(), slice, shard), take);
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

    private long windows(View view) {
        ViewShape shape = sought.shape(view);
        return shape.itemDays(sought.days()).stream()
                .mapToLong(day -> shape.windows(day).count())
                .sum();
    }

    /** Loads {@code stream_panes}, and {@code stream_sessions} if there are views of sessions. */
    void loadPanes() {
        loadWindows(new StreamPanes(database, sought));
        if (sought.views().stream().anyMatch(view -> sought.shape(view) instanceof SessionShape)) {
            loadWindows(new StreamSessions(database, sought));
        }
    }

    private void loadWindows(ItemRows rows) {
        try (rows) {
            Consumer<Item> take = rows::take;
            long partitions = sought.views().stream()
                    .mapToLong(view -> windows(view) * view.buckets())
                    .sum();
            if (items.approximateSize(Table.WINDOWS) <= partitions * ITEMS_A_QUERY_IS_WORTH) {
                items.scan(Table.WINDOWS, take);
                return;
            }
            for (View view : sought.views()) {
                ViewShape shape = sought.shape(view);
                for (long day : shape.itemDays(sought.days())) {
                    shape.windows(day).forEach(window -> {
                        for (int bucket = 0; bucket < view.buckets(); bucket++) {
                            items.query(
                                    Table.WINDOWS,
                                    ItemKeys.panes(view.id(), window.startMillis(), window.endMillis(), bucket),
                                    take);
                        }
                    });
                }
            }
        }
    }
}
