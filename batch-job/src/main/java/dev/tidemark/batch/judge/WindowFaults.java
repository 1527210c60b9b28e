package dev.tidemark.batch.judge;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.event.IsoInstant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names cells, panes and windows that are not as they must be. */
final class WindowFaults {

    /** The most faults of one kind that are named one by one; all are counted. */
    static final int MOST_NAMED = 1_000;

    private final Database database;
    private final Blame blame;

    WindowFaults(Database database, Blame blame) {
        this.database = database;
        this.blame = blame;
    }

    /** The faults of cells, panes and ledgers. */
    List<NightFault> named() {
        Map<String, Integer> limit = Map.of("limit", MOST_NAMED);
        List<NightFault> faults = new ArrayList<>();
        faults.addAll(database.rows("reconcile.cellFaultRows", limit, this::cell));
        faults.addAll(database.rows("reconcile.paneFaultRows", limit, this::pane));
        faults.addAll(new ApproximateFaults(database, blame::of).named(MOST_NAMED));
        faults.addAll(database.rows(
                "reconcile.ledgerFaultRows",
                limit,
                row -> new NightFault(
                        NightFault.FaultKind.LEDGER,
                        blame.of(null),
                        row.getString("id"),
                        row.getLong("window_start"),
                        row.getLong("window_end"),
                        row.getString("key"),
                        null,
                        "window",
                        "no cause explains: " + row.getString("unexplained"))));
        return faults;
    }

    private NightFault cell(ResultSet row) throws SQLException {
        long slice = row.getLong("slice_start");
        long end = row.getLong("slice_end");
        String shard = row.getString("shard");
        String key = row.getString("key");
        return new NightFault(
                NightFault.FaultKind.CELL,
                blame.of(shard),
                row.getString("id"),
                slice,
                end,
                key,
                shard,
                FaultyItems.cell(row.getString("id"), slice, shard, FaultyItems.at(row)),
                compared("the cell", spanned(row, "stream_"), "the decisions", spanned(row, "")));
    }

    private NightFault pane(ResultSet row) throws SQLException {
        long start = row.getLong("window_start");
        long end = row.getLong("window_end");
        String key = row.getString("key");
        long itemStart = row.getLong("item_start");
        boolean session = !row.wasNull();
        if (session) {
            return session(row, itemStart, row.getLong("item_end"));
        }
        String stream = measures(row, "stream_");
        String replayed = measures(row, "");
        if (stream != null && replayed != null) {
            stream += ", " + row.getString("stream_timing") + ", adds " + row.getLong("stream_delta_count");
            replayed += ", " + row.getString("timing") + ", adds " + row.getLong("delta_count");
        }
        return new NightFault(
                NightFault.FaultKind.PANE,
                blame.of(null),
                row.getString("id"),
                start,
                end,
                key,
                null,
                FaultyItems.pane(row.getString("id"), start, end, FaultyItems.at(row)),
                compared("the pane", stream, "the cells", replayed));
    }

    private NightFault session(ResultSet row, long bucketStart, long bucketEnd) throws SQLException {
        return new NightFault(
                NightFault.FaultKind.PANE,
                blame.of(null),
                row.getString("id"),
                row.getLong("window_start"),
                row.getLong("window_end"),
                row.getString("key"),
                null,
                FaultyItems.pane(row.getString("id"), bucketStart, bucketEnd, FaultyItems.atMark(row)),
                compared("the pane", session(row, "stream_"), "the cells", session(row, "")));
    }

    private static @Nullable String session(ResultSet row, String prefix) throws SQLException {
        String text = row.getString(prefix + "text");
        String timing = row.getString(prefix + "timing");
        return text == null || timing == null ? text : text + ", " + timing + ", " + measures(row, prefix);
    }

    private static String compared(String here, @Nullable String is, String there, @Nullable String mustBe) {
        if (is == null) {
            return here + " is missing; " + there + " give " + mustBe;
        }
        if (mustBe == null) {
            return here + " has " + is + "; " + there + " give none";
        }
        return here + " has " + is + "; " + there + " give " + mustBe;
    }

    private static @Nullable String spanned(ResultSet row, String prefix) throws SQLException {
        String measures = measures(row, prefix);
        long first = row.getLong(prefix + "first");
        if (measures == null || row.wasNull()) {
            return measures;
        }
        return measures + ", first " + IsoInstant.format(first) + ", last "
                + IsoInstant.format(row.getLong(prefix + "last"));
    }

    private static @Nullable String measures(ResultSet row, String prefix) throws SQLException {
        long count = row.getLong(prefix + "count");
        if (row.wasNull()) {
            return null;
        }
        return "count " + count + ", valued " + row.getLong(prefix + "valued") + ", sum "
                + decimal(row, prefix + "sum") + ", min " + decimal(row, prefix + "min") + ", max "
                + decimal(row, prefix + "max");
    }

    private static String decimal(ResultSet row, String column) throws SQLException {
        String micros = row.getString(column);
        if (micros == null) {
            return "none";
        }
        BigDecimal value = new BigDecimal(new BigInteger(micros), 6).stripTrailingZeros();
        return value.toPlainString();
    }
}
