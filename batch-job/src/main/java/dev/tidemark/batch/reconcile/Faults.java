package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.archive.Cut;
import dev.tidemark.batch.archive.ShardCut;
import dev.tidemark.batch.fault.Fault;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.ItemKeys;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names what reconciliation found, and who is to blame. A cell or pane that differs is the stream's fault, unless its
 * shard's archive is known to lack something: then the stream counted what the archive lost.
 */
public final class Faults {

    /** The most faults of one kind that are named one by one; all are counted. */
    public static final int MOST_NAMED = 1_000;

    private final Database database;
    private final Set<String> shardsWithHoles = new HashSet<>();

    /** Given what is known of the archive. */
    public Faults(Database database, List<Fault> archiveFaults) {
        this.database = database;
        for (Fault fault : archiveFaults) {
            if (fault.shard() != null) {
                shardsWithHoles.add(fault.shard());
            }
        }
    }

    /** The faults of cells, panes and ledgers. */
    public List<Fault> named() {
        Map<String, Integer> limit = Map.of("limit", MOST_NAMED);
        List<Fault> faults = new ArrayList<>();
        faults.addAll(database.rows("reconcile.cellFaultRows", limit, this::cell));
        faults.addAll(database.rows("reconcile.paneFaultRows", limit, this::pane));
        faults.addAll(new ApproximateFaults(database, this::side).named(MOST_NAMED));
        boolean hole = !shardsWithHoles.isEmpty();
        faults.addAll(database.rows(
                "reconcile.ledgerFaultRows",
                limit,
                row -> new Fault(
                        Fault.Kind.LEDGER,
                        hole ? Fault.Side.ARCHIVE : Fault.Side.STREAM,
                        row.getString("id"),
                        row.getLong("window_start"),
                        row.getLong("window_end"),
                        row.getString("key"),
                        null,
                        "window",
                        "no cause explains: " + row.getString("unexplained"))));
        return faults;
    }

    private Fault cell(ResultSet row) throws SQLException {
        long slice = row.getLong("slice_start");
        long end = row.getLong("slice_end");
        String shard = row.getString("shard");
        String key = row.getString("key");
        String sk = ItemKeys.markAndKey(row.getLong("mark"), early(row), key);
        return new Fault(
                Fault.Kind.CELL,
                side(shard),
                row.getString("id"),
                slice,
                end,
                key,
                shard,
                "cell " + ItemKeys.cells(row.getString("id"), slice, shard) + " / " + sk,
                compared("the cell", spanned(row, "stream_"), "the decisions", spanned(row, "")));
    }

    private Fault pane(ResultSet row) throws SQLException {
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
        return new Fault(
                Fault.Kind.PANE,
                shardsWithHoles.isEmpty() ? Fault.Side.STREAM : Fault.Side.ARCHIVE,
                row.getString("id"),
                start,
                end,
                key,
                null,
                "pane " + row.getString("id") + "#" + IsoInstant.format(start) + "/" + IsoInstant.format(end) + " / "
                        + ItemKeys.markAndKey(row.getLong("mark"), early(row), key),
                compared("the pane", stream, "the cells", replayed));
    }

    private Fault session(ResultSet row, long bucketStart, long bucketEnd) throws SQLException {
        return new Fault(
                Fault.Kind.PANE,
                shardsWithHoles.isEmpty() ? Fault.Side.STREAM : Fault.Side.ARCHIVE,
                row.getString("id"),
                row.getLong("window_start"),
                row.getLong("window_end"),
                row.getString("key"),
                null,
                "pane " + row.getString("id") + "#" + IsoInstant.format(bucketStart) + "/"
                        + IsoInstant.format(bucketEnd) + " / "
                        + ItemKeys.markAndKey(row.getLong("mark"), ItemKeys.NO_EARLY, row.getString("key")),
                compared("the pane", session(row, "stream_"), "the cells", session(row, "")));
    }

    private static @Nullable String session(ResultSet row, String prefix) throws SQLException {
        String text = row.getString(prefix + "text");
        String timing = row.getString(prefix + "timing");
        return text == null || timing == null ? text : text + ", " + timing + ", " + measures(row, prefix);
    }

    /** Views that count pairs, with other lonely halves than there are. */
    public List<Fault> unmatched(Joins joins, Cut cut) {
        return joins.faults(cut, this::side);
    }

    /** Who is to blame for what a shard made, or for what all shards made together. */
    private Fault.Side side(@Nullable String shard) {
        boolean hole = shard == null ? !shardsWithHoles.isEmpty() : shardsWithHoles.contains(shard);
        return hole ? Fault.Side.ARCHIVE : Fault.Side.STREAM;
    }

    private static String early(ResultSet row) throws SQLException {
        long early = row.getLong("early");
        return row.wasNull() ? ItemKeys.NO_EARLY : IsoInstant.format(early);
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

    /** Events whose time in the log is not what their raw stamps give. */
    public List<Fault> times(String occurrences, String records, long from, long to) {
        return database.rows(
                "reconcile.timeFaultRows",
                Map.of("occurrences", occurrences, "recordRows", records, "from", from, "to", to, "limit", MOST_NAMED),
                row -> new Fault(
                        Fault.Kind.INGESTION_TIME,
                        Fault.Side.INGESTION,
                        null,
                        null,
                        null,
                        null,
                        row.getString("shard"),
                        "event " + row.getString("device_id") + " / " + row.getString("id") + " in record "
                                + row.getString("sequence") + ", envelope " + row.getInt("envelope") + ", event "
                                + row.getInt("event"),
                        "the log says " + IsoInstant.format(row.getLong("event_time")) + " "
                                + row.getString("quality") + "; the raw stamps (occurredAt "
                                + row.getString("occurred_at") + ", sentAt " + row.getString("sent_at")
                                + ", receivedAt " + IsoInstant.format(row.getLong("received_at")) + ") give "
                                + IsoInstant.format(row.getLong("true_time")) + " " + row.getString("true_quality")));
    }

    /** Shards whose head, where it stands at the cut, has other watermarks than the replay. */
    public List<Fault> watermarks(Cut cut, Map<Integer, Limits.ShardTime> times) {
        List<Fault> faults = new ArrayList<>();
        for (ShardCut shard : cut.shards()) {
            Limits.ShardTime time = times.get(shard.index());
            if (!shard.atHead() || time == null) {
                continue;
            }
            if (!Objects.equals(shard.headWatermark(), time.event())
                    || !Objects.equals(shard.headReceived(), time.received())) {
                faults.add(new Fault(
                        Fault.Kind.WATERMARK,
                        side(shard.id()),
                        null,
                        null,
                        null,
                        null,
                        shard.id(),
                        "head " + ItemKeys.HEADS + " / " + shard.id(),
                        "the head has event " + instant(shard.headWatermark()) + ", received "
                                + instant(shard.headReceived()) + "; the archive gives event " + instant(time.event())
                                + ", received " + instant(time.received())));
            }
        }
        return faults;
    }

    private static String instant(@Nullable Long millis) {
        return millis == null ? "−∞" : IsoInstant.format(millis);
    }
}
