package dev.tidemark.local.cli;

import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a recording comes to when DuckDB aggregates the file in one pass: every event once, by its event time, with no
 * stream, no watermark and no lateness.
 */
final class Truth implements AutoCloseable {

    private final Connection duckDb;

    private Truth(Connection duckDb) {
        this.duckDb = duckDb;
    }

    /** Reads a recording whose events have no {@code sentAt}: its event time is occurredAt, and receivedAt at the latest. */
    static Truth of(Path recording) throws SQLException {
        Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckDb.createStatement()) {
            statement.execute("""
                    CREATE TABLE events AS
                    SELECT DISTINCT ON (deviceId, id)
                        epoch_ms(CAST(receivedAt AS TIMESTAMP)) AS received,
                        least(epoch_ms(CAST(occurredAt AS TIMESTAMP)), epoch_ms(CAST(receivedAt AS TIMESTAMP))) AS event,
                        CAST(value AS DECIMAL(18, 6)) AS value,
                        attributes
                    FROM read_json('%s', format = 'newline_delimited', columns = {
                        receivedAt: 'VARCHAR', deviceId: 'VARCHAR', id: 'VARCHAR', occurredAt: 'VARCHAR',
                        value: 'VARCHAR', attributes: 'JSON'})
                    """.formatted(recording));
        }
        return new Truth(duckDb);
    }

    long events() throws SQLException {
        try (Statement statement = duckDb.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM events")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** By window start and key. */
    Map<String, Group> windows(View view) throws SQLException {
        long size = ((WindowSpec.Fixed) view.window()).size().toMillis();
        String attribute = String.valueOf(view.key()).replace("attributes.", "");
        String time = view.time() == TimeDomain.EVENT ? "event" : "received";
        Map<String, Group> groups = new TreeMap<>();
        try (Statement statement = duckDb.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT %1$s - %1$s %% %2$d AS start, attributes ->> '%3$s' AS key, count(*), sum(value)
                        FROM events GROUP BY ALL
                        """.formatted(time, size, attribute))) {
            while (row.next()) {
                groups.put(row.getLong(1) + " " + row.getString(2), Group.of(row.getLong(3), row.getBigDecimal(4)));
            }
        }
        return groups;
    }

    @Override
    public void close() throws SQLException {
        duckDb.close();
    }

    /** The number of events, and the sum of their values, without trailing zeros. */
    record Group(long count, BigDecimal sum) {
        static Group of(long count, BigDecimal sum) {
            return new Group(count, sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros());
        }
    }
}
