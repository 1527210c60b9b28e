package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.shape.SessionShape;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.batch.store.Item;
import dev.tidemark.domain.event.IsoInstant;

/** The stream's panes, but for sessions, as rows of {@code stream_panes}, and what their sketches say as rows of {@code stream_parts}. */
final class StreamPanes implements ItemRows {

    private final Sought sought;
    private final RowAppender panes;
    private final ApproximateRows approximates;

    StreamPanes(Database database, Sought sought) {
        this.sought = sought;
        this.panes = database.appender("stream_panes");
        this.approximates = new ApproximateRows(database);
    }

    @Override
    public void take(Item item) {
        String[] pk = item.pk().split("#", 3);
        Integer view = sought.view(pk[0]);
        int slash = pk.length == 3 ? pk[1].indexOf('/') : -1;
        if (view == null || slash < 0) {
            return;
        }
        long start = IsoInstant.parse(pk[1].substring(0, slash));
        long end = IsoInstant.parse(pk[1].substring(slash + 1));
        if (sought.shape(view) instanceof SessionShape || !sought.days().contains(ViewShape.dayOfEnd(end))) {
            return;
        }
        ItemPlace place = ItemPlace.of(item);
        panes.add(row -> {
            row.add(view.intValue()).add(start).add(end);
            row.add(place.markMillis()).add(place.earlyMillis()).add(place.key());
            row.add(String.valueOf(item.text("timing"))).add(ItemNumbers.whole(item.number("index")));
            ItemNumbers.addMeasures(row, item.fields());
            ItemNumbers.addMeasures(row, item.map("delta"));
        });
        if (sought.hasApproximates(view) && place.earlyMillis() == null) {
            approximates.pane(
                    row -> {
                        row.add(view.intValue()).addNull().addNull().add(start).add(end);
                        row.add(place.markMillis()).addNull().add(place.key());
                    },
                    item.map("approx"));
        }
    }

    @Override
    public void close() {
        try (panes;
                approximates) {
            // Both are closed, whatever becomes of the other.
        }
    }
}
