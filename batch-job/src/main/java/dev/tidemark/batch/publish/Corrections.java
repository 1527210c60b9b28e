package dev.tidemark.batch.publish;

import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.state.BatchKeys;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.platform.item.CorrectionItem;
import dev.tidemark.platform.item.Interval;
import dev.tidemark.platform.item.MeasureValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The corrections of a run: for each window and key of a published day where batch differs from the stream's final pane,
 * what batch says, or that it says nothing ({@code removed}). They lie in partitions of their own run, which nobody reads
 * before the switch.
 */
final class Corrections {

    private static final int CHUNK = 1_000;

    private Corrections() {}

    /**
     * Writes those of the chosen (view id, day) pairs and final windows; returns how many.
     *
     * @param finalThrough by view id, up to where every window is final, milliseconds
     */
    static long write(
            Database database,
            ItemStore items,
            String run,
            BiPredicate<String, Long> chosen,
            Map<String, Long> finalThrough) {
        List<CorrectionItem> pending = new ArrayList<>();
        long[] written = {0};
        database.rows("report.corrections", Map.of(), row -> {
            String view = row.getString("id");
            if (chosen.test(view, row.getLong("day"))
                    && row.getLong("window_end") <= finalThrough.getOrDefault(view, Long.MIN_VALUE)) {
                pending.add(item(row, run));
                written[0]++;
                if (pending.size() >= CHUNK) {
                    items.putAll(pending);
                    pending.clear();
                }
            }
            return Boolean.TRUE;
        });
        items.putAll(pending);
        return written[0];
    }

    private static CorrectionItem item(ResultSet row, String run) throws SQLException {
        return new CorrectionItem(
                row.getString("id"),
                BatchKeys.dayName(row.getLong("day")),
                run,
                new Interval(row.getLong("window_start"), row.getLong("window_end")),
                row.getString("key"),
                values(row));
    }

    /** What the batch says; nothing where it has no such window. */
    private static Optional<MeasureValues> values(ResultSet row) throws SQLException {
        long count = row.getLong("count");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new MeasureValues(
                        count,
                        row.getLong("valued"),
                        decimal(row.getString("sum")),
                        decimal(row.getString("min")),
                        decimal(row.getString("max"))));
    }

    private static @Nullable BigDecimal decimal(@Nullable String micros) {
        return micros == null ? null : new BigDecimal(new BigInteger(micros), 6).stripTrailingZeros();
    }
}
