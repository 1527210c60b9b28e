package dev.tidemark.batch.judge;

import dev.tidemark.platform.item.CellItem;
import dev.tidemark.platform.item.Interval;
import dev.tidemark.platform.item.MarkKey;
import dev.tidemark.platform.item.WindowItem;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The stream's items as faults name them: what, and its key; of a pane the view and the sort key, whose block follows from them. */
final class FaultyItems {

    private FaultyItems() {}

    /** The cell of a slice and shard. */
    static String cell(String viewId, long sliceStartMillis, String shardId, MarkKey at) {
        return "cell " + CellItem.of(viewId, sliceStartMillis, shardId).partition() + " / " + at;
    }

    /** The pane of a window, or of the bucket of time of a session. */
    static String pane(String viewId, long startMillis, long endMillis, MarkKey at) {
        return "pane " + viewId + " / " + WindowItem.sortKey(new Interval(startMillis, endMillis), at);
    }

    /** Where a row's item stands, with its early coordinate if it has one. */
    static MarkKey at(ResultSet row) throws SQLException {
        long early = row.getLong("early");
        boolean isEarly = !row.wasNull();
        return new MarkKey(row.getLong("mark"), isEarly ? early : MarkKey.NO_EARLY, row.getString("key"));
    }

    /** The same of a row that knows of no early coordinate. */
    static MarkKey atMark(ResultSet row) throws SQLException {
        return new MarkKey(row.getLong("mark"), row.getString("key"));
    }
}
