package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.platform.item.FoundCell;

/** The stream's cells as rows of {@code stream_cells}, and the numbers of their sketches as rows of {@code stream_parts}. */
final class StreamCells implements ItemRows<FoundCell> {

    private final SoughtItems sought;
    private final RowAppender cells;
    private final ApproximateRows approximates;

    StreamCells(Database database, SoughtItems sought) {
        this.sought = sought;
        this.cells = database.appender("stream_cells");
        this.approximates = new ApproximateRows(database);
    }

    @Override
    public void take(FoundCell cell) {
        Integer view = sought.view(cell.viewId());
        Integer shard = sought.shard(cell.shardId());
        if (view == null || shard == null) {
            return;
        }
        long slice = cell.sliceStartMillis();
        ViewShape shape = sought.shape(view);
        if (!shape.sliceIsIn(slice, sought.days())) {
            return;
        }
        cells.add(row -> {
            row.add(view.intValue())
                    .add(slice)
                    .add(shape.slice(slice).endMillis())
                    .add(shard.intValue());
            ItemNumbers.addPlace(row, cell.at());
            ItemNumbers.addMeasures(row, cell.values());
            row.add(ItemNumbers.whole(cell.values().first()))
                    .add(ItemNumbers.whole(cell.values().last()))
                    .add(cell.sequence());
        });
        if (sought.hasApproximates(view)) {
            approximates.cell(
                    row -> {
                        row.add(view.intValue())
                                .add(slice)
                                .add(shard.intValue())
                                .addNull()
                                .addNull();
                        ItemNumbers.addPlace(row, cell.at());
                    },
                    cell.sketches());
        }
    }

    @Override
    public void close() {
        try (cells;
                approximates) {
            // Both are closed, whatever becomes of the other.
        }
    }
}
