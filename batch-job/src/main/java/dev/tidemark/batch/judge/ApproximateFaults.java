package dev.tidemark.batch.judge;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.sql.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names what is wrong with approximate aggregates. What holds always is a fault wherever it is broken: {@code n}, the bounds
 * of {@code top}, that a quantile occurred. What holds with a confidence is judged over all results of the run, so that an
 * honest miss is no alarm, and a sketch that misses too often is.
 */
final class ApproximateFaults {

    /** A chance below this is taken for a fault. */
    static final double TOO_UNLIKELY = 1e-6;

    /** The chance that one distinct count is outside its bounds. */
    private static final double DISTINCT_MISSES = 0.05;

    /** The chance that one of four quantiles is: at most four times that of each. */
    private static final double QUANTILES_MISS = 0.04;

    private final Database database;
    private final Function<@Nullable String, NightFault.Side> sides;

    /**
     * In these results.
     *
     * @param sides who is to blame for what a shard made, or null for all shards
     */
    ApproximateFaults(Database database, Function<@Nullable String, NightFault.Side> sides) {
        this.database = database;
        this.sides = sides;
    }

    List<NightFault> named(int limit) {
        Map<String, Integer> most = Map.of("limit", limit);
        List<NightFault> faults = new ArrayList<>();
        faults.addAll(database.rows("approximate.cellFaultRows", most, this::cell));
        faults.addAll(database.rows("approximate.paneFaultRows", most, this::pane));
        faults.addAll(database.rows("approximate.brokenRows", most, this::broken));
        database.rows("approximate.judged", Map.of(), this::judged).forEach(fault -> fault.ifPresent(faults::add));
        return faults;
    }

    private NightFault cell(ResultSet row) throws SQLException {
        long slice = row.getLong("slice_start");
        String shard = row.getString("shard");
        String key = row.getString("key");
        return new NightFault(
                NightFault.FaultKind.CELL,
                sides.apply(shard),
                row.getString("id"),
                slice,
                row.getLong("slice_end"),
                key,
                shard,
                FaultyItems.cell(row.getString("id"), slice, shard, FaultyItems.at(row)),
                numbers(row, "the cell", "the decisions"));
    }

    private NightFault pane(ResultSet row) throws SQLException {
        return ofPane(row, NightFault.FaultKind.PANE, numbers(row, "the pane", "the decisions"));
    }

    private NightFault broken(ResultSet row) throws SQLException {
        return ofPane(
                row, NightFault.FaultKind.APPROXIMATE, row.getString("aggregate") + ": " + row.getString("broken"));
    }

    private NightFault ofPane(ResultSet row, NightFault.FaultKind kind, String detail) throws SQLException {
        long start = row.getLong("window_start");
        long end = row.getLong("window_end");
        String key = row.getString("key");
        return new NightFault(
                kind,
                sides.apply(null),
                row.getString("id"),
                start,
                end,
                key,
                null,
                FaultyItems.pane(row.getString("id"), start, end, FaultyItems.atMark(row)),
                detail);
    }

    private static String numbers(ResultSet row, String here, String there) throws SQLException {
        long stream = row.getLong("stream_n");
        String has = row.wasNull() ? " is missing" : " has n " + stream;
        return row.getString("aggregate") + " of " + here + has + "; " + there + " give n " + row.getLong("n");
    }

    private Optional<NightFault> judged(ResultSet row) throws SQLException {
        long results = row.getLong("results");
        long beyond = row.getLong("beyond");
        double p = row.getString("kind").equals("distinct") ? DISTINCT_MISSES : QUANTILES_MISS;
        long independent = Math.max(1, Math.min(results, Math.round(row.getDouble("independent"))));
        double chance = Chance.ofAtLeast(beyond * independent / results, independent, p);
        if (chance >= TOO_UNLIKELY) {
            return Optional.empty();
        }
        return Optional.of(new NightFault(
                NightFault.FaultKind.APPROXIMATE,
                sides.apply(null),
                row.getString("id"),
                null,
                null,
                null,
                null,
                row.getString("aggregate") + " of view " + row.getString("id"),
                String.format(
                        Locale.ROOT,
                        "%d of %d results are beyond their bound; at most %.0f %% may be, and so many are by chance once in %.0e",
                        beyond,
                        results,
                        p * 100,
                        1 / Math.max(chance, Double.MIN_NORMAL))));
    }
}
