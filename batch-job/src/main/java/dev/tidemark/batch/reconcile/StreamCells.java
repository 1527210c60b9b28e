package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.batch.store.Item;
import dev.tidemark.domain.event.IsoInstant;

/** The stream's cells as rows of {@code stream_cells}, and the numbers of their sketches as rows of {@code stream_parts}. */
final class StreamCells implements ItemRows {

    private final Sought sought;
    private final RowAppender cells;
    private final ApproximateRows approximates;

    StreamCells(Database database, Sought sought) {
        this.sought = sought;
        this.cells = database.appender("stream_cells");
        this.approximates = new ApproximateRows(database);
    }

    @Override
    public void take(Item item) {
        String[] pk = item.pk().split("#", 3);
        Integer view = sought.view(pk[0]);
        Integer shard = pk.length == 3 ? sought.shard(pk[2]) : null;
        if (view == null || shard == null) {
            return;
        }
        long slice = IsoInstant.parse(pk[1]);
        ViewShape shape = sought.shape(view);
        if (!shape.sliceIsIn(slice, sought.days())) {
            return;
        }
        ItemPlace place = ItemPlace.of(item);
        cells.add(row -> {
            row.add(view.intValue())
                    .add(slice)
                    .add(shape.slice(slice).endMillis())
                    .add(shard.intValue());
            row.add(place.markMillis()).add(place.earlyMillis()).add(place.key());
            ItemNumbers.addMeasures(row, item.fields());
            row.add(ItemNumbers.whole(item.number("first"))).add(ItemNumbers.whole(item.number("last")));
        });
        if (sought.hasApproximates(view)) {
            approximates.cell(
                    row -> {
                        row.add(view.intValue())
                                .add(slice)
                                .add(shard.intValue())
                                .addNull()
                                .addNull();
                        row.add(place.markMillis()).add(place.earlyMillis()).add(place.key());
                    },
                    item.map("sketches"));
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
