package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.shape.SessionShape;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.platform.item.FoundMeasures;
import dev.tidemark.platform.item.FoundWindow;
import dev.tidemark.platform.item.Interval;
import java.util.Set;
import java.util.TreeSet;

/** The published sessions as rows of {@code stream_sessions}: panes, and the items that withdraw a session under another last bucket. */
final class StreamSessions implements ItemRows<FoundWindow> {

    private final SoughtItems sought;
    private final RowAppender sessions;

    StreamSessions(Database database, SoughtItems sought) {
        this.sought = sought;
        this.sessions = database.appender("stream_sessions");
    }

    @Override
    public void take(FoundWindow item) {
        Integer view = sought.view(item.viewId());
        if (view == null || !(sought.shape(view) instanceof SessionShape shape)) {
            return;
        }
        long bucket = item.window().startMillis();
        if (!shape.itemDays(sought.days())
                .contains(ViewShape.dayOfEnd(item.window().endMillis()))) {
            return;
        }
        sessions.add(row -> {
            row.add(view.intValue())
                    .add(bucket)
                    .add(item.at().markMillis())
                    .add(item.at().key());
            row.add(item.sessionStartMillis()).add(item.sessionEndMillis());
            if (item.isWithdrawal()) {
                row.addNull().addNull().addNull().add(ItemNumbers.whole(item.index()));
                ItemNumbers.addMeasures(row, FoundMeasures.NONE);
                ItemNumbers.addMeasures(row, FoundMeasures.NONE);
            } else {
                row.add(ItemNumbers.whole(item.total().first()))
                        .add(ItemNumbers.whole(item.total().last()));
                row.add(String.valueOf(item.timing())).add(ItemNumbers.whole(item.index()));
                ItemNumbers.addMeasures(row, item.total());
                ItemNumbers.addMeasures(row, item.delta());
            }
            row.add(retracts(item)).add(item.isWithdrawal() ? String.valueOf(item.into()) : "");
        });
    }

    /** What it withdraws, in order; a session that only grew inside its bounds names itself or not. */
    private static String retracts(FoundWindow item) {
        Set<String> sessions = new TreeSet<>(item.retracts());
        Long start = item.sessionStartMillis();
        Long end = item.sessionEndMillis();
        if (start != null && end != null) {
            sessions.remove(new Interval(start, end).toString());
        }
        return String.join(" ", sessions);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
