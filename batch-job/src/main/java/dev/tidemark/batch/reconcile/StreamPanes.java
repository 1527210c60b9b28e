package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.shape.SessionShape;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.platform.item.FoundWindow;

/** The stream's panes, but for sessions, as rows of {@code stream_panes}, and what their sketches say as rows of {@code stream_parts}. */
final class StreamPanes implements ItemRows<FoundWindow> {

    private final SoughtItems sought;
    private final RowAppender panes;
    private final ApproximateRows approximates;

    StreamPanes(Database database, SoughtItems sought) {
        this.sought = sought;
        this.panes = database.appender("stream_panes");
        this.approximates = new ApproximateRows(database);
    }

    @Override
    public void take(FoundWindow pane) {
        Integer view = sought.view(pane.viewId());
        if (view == null) {
            return;
        }
        long start = pane.window().startMillis();
        long end = pane.window().endMillis();
        if (sought.shape(view) instanceof SessionShape || !sought.days().contains(ViewShape.dayOfEnd(end))) {
            return;
        }
        panes.add(row -> {
            row.add(view.intValue()).add(start).add(end);
            ItemNumbers.addPlace(row, pane.at());
            row.add(String.valueOf(pane.timing())).add(ItemNumbers.whole(pane.index()));
            ItemNumbers.addMeasures(row, pane.total());
            ItemNumbers.addMeasures(row, pane.delta());
        });
        if (sought.hasApproximates(view) && !pane.at().isEarly()) {
            approximates.pane(
                    row -> {
                        row.add(view.intValue()).addNull().addNull().add(start).add(end);
                        ItemNumbers.addPlace(row, pane.at());
                    },
                    pane.approximations());
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
