package dev.tidemark.batch.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.night.EngineSql;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.DeadBand;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The batch judges event times from the raw stamps as ingestion does, at the edges of the dead band and anywhere else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JudgedTimeTest {

    private static final long RECEIVED = IsoInstant.parse("2026-11-22T12:00:00.000Z");
    private static final DeadBand BAND = new DeadBand(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private Database database;

    @BeforeAll
    void open(@TempDir Path folder) {
        database = Database.open(Sql.of(EngineSql.words(), List.of("duckdb", "times", "tests")), folder, "500MB", 1);
        database.run("dialect.functions");
        database.execute("CREATE TABLE arrivals (rec BIGINT, pos INTEGER, received_at BIGINT, occurred_at VARCHAR,"
                + " event_time BIGINT, quality VARCHAR, basis VARCHAR, offset_ms BIGINT, bound_ms BIGINT, sent_at VARCHAR,"
                + " clock_sent VARCHAR, clock_received VARCHAR, clock_responded VARCHAR, clock_got VARCHAR)");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void agreesWithIngestionOnEveryOffset() {
        List<String> rows = new ArrayList<>();
        for (long offset : new long[] {-1_002, -1_001, -1_000, -999, 0, 29_999, 30_000, 30_001, -40_000, 3_600_000}) {
            for (long age : new long[] {0, 1, 500, 2_000, 60_000}) {
                rows.add(oneWay(rows.size(), offset, age, 0));
            }
        }
        Random random = new Random(20261122);
        for (int i = 0; i < 2_000; i++) {
            long offset = random.nextInt(100_000) - 50_000;
            long age = random.nextInt(80_000) - 10_000;
            rows.add(
                    random.nextBoolean()
                            ? oneWay(rows.size(), offset, age, 0)
                            : exchanged(rows.size(), offset, age, random.nextInt(120_000)));
        }
        assertThat(misjudged(rows)).isZero();
    }

    @Test
    void findsATimeThatIsOneMillisecondOff() {
        assertThat(misjudged(List.of(oneWay(0, -1_001, 500, 1)))).isEqualTo(1);
    }

    private long misjudged(List<String> rows) {
        database.execute("DELETE FROM arrivals");
        database.execute("INSERT INTO arrivals VALUES " + String.join(", ", rows));
        database.execute("DROP TABLE IF EXISTS misjudged");
        database.run(
                "times.misjudged",
                Map.of(
                        "oldest", Duration.ofDays(30).toMillis(),
                        "ahead", BAND.ahead().toMillis(),
                        "behind", BAND.behind().toMillis()));
        return database.row("tests.misjudged", Map.of(), row -> row.getLong(1));
    }

    private static String oneWay(int record, long offset, long age, long falsifiedBy) {
        long sentAt = RECEIVED - offset;
        return row(
                record,
                sentAt,
                sentAt - age,
                ClockOffset.oneWay(sentAt, RECEIVED),
                "NULL, NULL, NULL, NULL",
                falsifiedBy);
    }

    /** An exchange before the request whose round trip took so long, with the device's clock off by the offset. */
    private static String exchanged(int record, long offset, long age, long roundTrip) {
        long t0 = RECEIVED - 600_000 - offset;
        long t1 = t0 + offset + roundTrip / 3;
        long t3 = t0 + roundTrip + 5;
        ClockOffset exchange = ClockOffset.exchange(t0, t1, t1 + 5, t3);
        String stamps = "%s, %s, %s, %s".formatted(text(t0), text(t1), text(t1 + 5), text(t3));
        return row(record, RECEIVED - offset, RECEIVED - offset - age, exchange, stamps, 0);
    }

    private static String row(
            int record, long sentAt, long occurredAt, ClockOffset offset, String exchange, long falsifiedBy) {
        EventTime time = EventTime.of(occurredAt, sentAt, RECEIVED, offset, BAND);
        return "(%d, 0, %d, %s, %d, '%s', '%s', %d, %s, %s, %s)"
                .formatted(
                        record,
                        RECEIVED,
                        text(occurredAt),
                        time.millis() + falsifiedBy,
                        time.quality().wireName(),
                        offset.basis().wireName(),
                        offset.offsetMillis(),
                        offset.basis() == ClockOffset.Basis.EXCHANGE ? offset.boundMillis() : "NULL",
                        text(sentAt),
                        exchange);
    }

    private static String text(long millis) {
        return Sql.text(IsoInstant.format(millis));
    }
}
