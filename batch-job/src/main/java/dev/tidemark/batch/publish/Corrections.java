package dev.tidemark.batch.publish;

import dev.tidemark.batch.report.DayFiles;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.store.Item;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.MeasureFields;
import dev.tidemark.platform.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** Partition of a view's day as a run wrote it. */
    static String partition(String viewId, String day, String run) {
        return viewId + "#" + day + "#" + run;
    }

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
        List<Item> pending = new ArrayList<>();
        long[] written = {0};
        database.rows("report.corrections", Map.of(), row -> {
            String view = row.getString("id");
            if (chosen.test(view, row.getLong("day"))
                    && row.getLong("window_end") <= finalThrough.getOrDefault(view, Long.MIN_VALUE)) {
                pending.add(item(row, run));
                written[0]++;
                if (pending.size() >= CHUNK) {
                    items.putAll(Table.CORRECTIONS, pending);
                    pending.clear();
                }
            }
            return Boolean.TRUE;
        });
        items.putAll(Table.CORRECTIONS, pending);
        return written[0];
    }

    private static Item item(ResultSet row, String run) throws SQLException {
        String window =
                IsoInstant.format(row.getLong("window_start")) + "/" + IsoInstant.format(row.getLong("window_end"));
        Item item = Item.of(
                partition(row.getString("id"), DayFiles.name(row.getLong("day")), run),
                window + "#" + row.getString("key"));
        long count = row.getLong("count");
        if (row.wasNull()) {
            return item.with("removed", true);
        }
        return item.with(MeasureFields.COUNT, count)
                .with(MeasureFields.VALUED, row.getLong("valued"))
                .with(MeasureFields.SUM, decimal(row.getString("sum")))
                .with(MeasureFields.MIN, decimal(row.getString("min")))
                .with(MeasureFields.MAX, decimal(row.getString("max")));
    }

    private static @Nullable BigDecimal decimal(@Nullable String micros) {
        return micros == null ? null : new BigDecimal(new BigInteger(micros), 6).stripTrailingZeros();
    }
}
