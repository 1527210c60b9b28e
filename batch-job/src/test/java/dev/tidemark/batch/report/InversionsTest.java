package dev.tidemark.batch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.night.EngineSql;
import dev.tidemark.batch.sql.Database;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of one device that arrive by transits of different lengths, and what that does to its order. */
class InversionsTest {

    private static final String MINUTE = "2026-11-22T12:00:";

    private Database database;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = Database.open(EngineSql.ofDuckDb(), folder, "500MB", 1);
        database.run("dialect.functions");
        database.execute("CREATE TABLE occurrences (rec BIGINT, pos INTEGER, envelope INTEGER, device_id VARCHAR,"
                + " occurred_at VARCHAR, event_time BIGINT, quality VARCHAR, first BOOLEAN, status VARCHAR)");
        database.execute("CREATE TABLE run_days AS SELECT 0 AS day");
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** By the device's clock: 12:00:01, 02, 03, 04; the third came after 32 s, the fourth after 15. */
    @Test
    void theLaterOfTwoNeighboursThatStandTheOtherWayRoundIsCounted() {
        event(1, "d", "01Z", 1_000, "trusted");
        event(2, "d", "02Z", 2_000, "trusted");
        event(3, "d", "03Z", 35_000, "corrected");
        event(4, "d", "04Z", 4_000, "trusted");
        assertThat(inversions()).containsExactly("0 trusted 1");
    }

    @Test
    void ordersOfOneRequestOfTwoDevicesAndOfRepeatedOccurrencesDoNotCount() {
        event(1, "d", "01Z", 9_000, "trusted");
        event(1, "d", "02Z", 8_000, "trusted");
        event(2, "e", "03Z", 1_000, "trusted");
        database.execute(
                "INSERT INTO occurrences VALUES (3, 0, 0, 'd', '" + MINUTE + "04Z', 1, 'trusted', false, 'processed')");
        database.execute("INSERT INTO occurrences VALUES (4, 0, 0, 'd', NULL, 1, 'assumed', true, 'processed')");
        assertThat(inversions()).isEmpty();
    }

    private void event(int record, String device, String second, long eventTime, String quality) {
        database.execute("INSERT INTO occurrences VALUES (" + record + ", 0, 0, '" + device + "', '" + MINUTE + second
                + "', " + eventTime + ", '" + quality + "', true, 'processed')");
    }

    private List<String> inversions() {
        return database.rows(
                "report.inversions",
                Map.of("occurrences", "occurrences"),
                row -> row.getLong("day") + " " + row.getString("quality") + " " + row.getLong("events"));
    }
}
