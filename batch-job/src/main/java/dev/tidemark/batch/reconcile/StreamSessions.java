package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.shape.SessionShape;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.batch.store.Item;
import dev.tidemark.domain.event.IsoInstant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The published sessions as rows of {@code stream_sessions}: panes, and the items that withdraw a session under another last bucket. */
final class StreamSessions implements ItemRows {

    private final Sought sought;
    private final RowAppender sessions;

    StreamSessions(Database database, Sought sought) {
        this.sought = sought;
        this.sessions = database.appender("stream_sessions");
    }

    @Override
    public void take(Item item) {
        String[] pk = item.pk().split("#", 3);
        Integer view = sought.view(pk[0]);
        if (view == null || pk.length != 3 || !(sought.shape(view) instanceof SessionShape shape)) {
            return;
        }
        int slash = pk[1].indexOf('/');
        long bucket = IsoInstant.parse(pk[1].substring(0, slash));
        long bucketEnd = IsoInstant.parse(pk[1].substring(slash + 1));
        if (!shape.itemDays(sought.days()).contains(ViewShape.dayOfEnd(bucketEnd))) {
            return;
        }
        ItemPlace place = ItemPlace.of(item);
        boolean withdrawn = item.flag("retracted");
        sessions.add(row -> {
            row.add(view.intValue()).add(bucket).add(place.markMillis()).add(place.key());
            row.add(instant(item.text("start"))).add(instant(item.text("end")));
            if (withdrawn) {
                row.addNull().addNull().addNull().add(ItemNumbers.whole(item.number("index")));
                ItemNumbers.addNone(row);
                ItemNumbers.addNone(row);
            } else {
                row.add(ItemNumbers.whole(item.number("first"))).add(ItemNumbers.whole(item.number("last")));
                row.add(String.valueOf(item.text("timing"))).add(ItemNumbers.whole(item.number("index")));
                ItemNumbers.addMeasures(row, item.fields());
                ItemNumbers.addMeasures(row, item.map("delta"));
            }
            row.add(retracts(item)).add(withdrawn ? String.valueOf(item.text("into")) : "");
        });
    }

    /** What it withdraws, in order; a session that only grew inside its bounds names itself or not. */
    private static String retracts(Item item) {
        Set<String> sessions = new TreeSet<>(item.texts("retracts"));
        sessions.remove(item.text("start") + "/" + item.text("end"));
        return String.join(" ", sessions);
    }

    private static @Nullable Long instant(@Nullable String text) {
        return text == null ? null : Long.valueOf(IsoInstant.parse(text));
    }

    @Override
    public void close() {
        sessions.close();
    }
}
