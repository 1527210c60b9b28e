package dev.tidemark.batch.report;

import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.event.IsoInstant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a day's table on the page.
 *
 * @param rows view, start, end, key, then on time, final, batch, the causes and the rest for counts, then on time, final,
 *     batch and rest for sums, then the number of the stream's sessions, empty for other windows; those that differ come first
 * @param complete whether the day has no more
 */
record PageRows(List<List<@Nullable Object>> rows, boolean complete) {

    /** More would make the page slow; the CSV file has all. */
    static final int MOST = 20_000;

    static PageRows read(Database database, long day) {
        List<List<@Nullable Object>> rows =
                database.rows("report.pageRows", Map.of("day", day, "limit", MOST + 1), PageRows::row);
        boolean complete = rows.size() <= MOST;
        return new PageRows(complete ? rows : rows.subList(0, MOST), complete);
    }

    private static List<@Nullable Object> row(ResultSet row) throws SQLException {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(row.getString(1));
        cells.add(IsoInstant.format(row.getLong(2)));
        cells.add(IsoInstant.format(row.getLong(3)));
        cells.add(row.getString(4));
        for (int column = 5; column <= 13; column++) {
            cells.add(row.getLong(column));
        }
        for (int column = 14; column <= 17; column++) {
            cells.add(row.getString(column));
        }
        long sessions = row.getLong(18);
        cells.add(row.wasNull() ? null : sessions);
        return cells;
    }
}
