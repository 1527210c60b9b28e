package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fixture.Recording;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.platform.ExitCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorded data sets through a night, and the batch's numbers against plain SQL over the files. */
class RecordedDataTest {

    @TempDir
    Path folder;

    @Test
    void carsAgreeAndEqualPlainSqlOverTheFile() throws Exception {
        Path data = Recording.data();
        TestPlatform platform = new TestPlatform(Recording.views(data, "vehicles"), 4);
        Recording.replay(data.resolve("vehicles.ndjson.gz"), platform);
        TestNight night = new TestNight(platform, folder);
        night.progress = System.err;
        NightResult result = night.run();
        assertThat(result.summary().events().unique()).isEqualTo(284_695);
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(differences(
                        night.report(),
                        data.resolve("vehicles.ndjson.gz"),
                        "positions-per-cell",
                        "attributes.cell",
                        "occurredAt",
                        10))
                .isZero();
        assertThat(differences(
                        night.report(),
                        data.resolve("vehicles.ndjson.gz"),
                        "positions-per-road-received",
                        "attributes.road",
                        "receivedAt",
                        10))
                .isZero();
    }

    /**
     * The recording is of ten weeks: each of its events comes again within the time that identities are known, and for days
     * whose records are still there.
     */
    @Test
    void flightsTwiceAreAllDuplicatesAndChangeNothing() throws Exception {
        Path data = Recording.data();
        TestPlatform platform =
                new TestPlatform(Recording.views(data, "flights", "uniqueFor: P90D", "ingest: {oldest: P80D}"), 4);
        Path file = data.resolve("flights.ndjson.gz");
        Recording.replay(file, platform);
        TestNight night = new TestNight(platform, folder);
        night.progress = System.err;
        NightResult first = night.run();
        assertThat(first.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(first.summary().events().unique()).isEqualTo(69_484);
        assertThat(first.summary().views().get(0).count().lateBeyond()).isPositive();
        assertThat(differences(
                        night.report(), file, "departures-per-carrier", "attributes.carrier", "occurredAt", 3_600))
                .isZero();

        Recording.replay(file, platform);
        NightResult second = night.run();
        assertThat(second.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(second.summary().events().unique()).isEqualTo(69_484);
        assertThat(second.summary().events().duplicates().withinHorizon()
                        + second.summary().events().duplicates().beyondHorizon())
                .isEqualTo(69_484);
        assertThat(second.summary().events().duplicates().beyondHorizon()).isPositive();
        assertThat(second.summary().views().stream()
                        .map(view -> view.count().batch())
                        .toList())
                .isEqualTo(first.summary().views().stream()
                        .map(view -> view.count().batch())
                        .toList());
    }

    /** What repeats an event of a day that has gone is in no window, and is not missed in one. */
    @Test
    void flightsTwiceAreAllDuplicatesAlsoOfDaysThatHaveGone() {
        Path data = Recording.data();
        TestPlatform platform = new TestPlatform(Recording.views(data, "flights", "uniqueFor: P90D"), 4);
        Path file = data.resolve("flights.ndjson.gz");
        TestNight night = new TestNight(platform, folder);
        Recording.replay(file, platform);
        night.run();
        Recording.replay(file, platform);

        NightResult second = night.run();

        assertThat(second.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(second.summary().events().unique()).isLessThan(69_484);
        assertThat(second.summary().events().duplicates().withinHorizon()
                        + second.summary().events().duplicates().beyondHorizon())
                .isEqualTo(second.summary().events().unique());
    }

    /** Rows of count and sum on which the report and plain SQL over the recording differ. */
    private static long differences(Path report, Path recording, String view, String key, String time, int seconds)
            throws Exception {
        String sql = """
                WITH batch AS (
                  SELECT epoch_ms(windowStart) AS start, key, max(batch) FILTER (aggregate = 'count') AS c, max(batch) FILTER (aggregate = 'sum') AS s
                  FROM '%s/*/windows.parquet' WHERE view = '%s' GROUP BY 1, 2),
                plain AS (
                  SELECT epoch_ms(%s) // %d * %d AS start, %s AS key, count(*) AS c, sum(value) AS s
                  FROM read_json('%s', format = 'newline_delimited', columns = {receivedAt: 'TIMESTAMP', occurredAt: 'TIMESTAMP', value: 'DECIMAL(18,6)', attributes: 'STRUCT(cell VARCHAR, road VARCHAR, carrier VARCHAR, origin VARCHAR)'})
                  GROUP BY 1, 2)
                SELECT count(*), count(*) FILTER (batch.c IS DISTINCT FROM plain.c OR (batch.s IS NOT NULL AND batch.s IS DISTINCT FROM plain.s))
                FROM batch FULL OUTER JOIN plain USING (start, key)
                """.formatted(report, view, time, seconds * 1000, seconds * 1000, key, recording);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            assertThat(row.getLong(1)).isPositive();
            return row.getLong(2);
        }
    }
}
