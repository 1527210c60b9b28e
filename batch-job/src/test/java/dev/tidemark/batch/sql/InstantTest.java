package dev.tidemark.batch.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.night.EngineSql;
import dev.tidemark.domain.event.IsoInstant;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The raw stamps mean in SQL what they mean to ingestion. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstantTest {

    private Database database;

    @BeforeAll
    void open(@TempDir Path folder) {
        database = Database.open(EngineSql.ofDuckDb(), folder, "500MB", 1);
        database.run("dialect.functions");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T01:02:03Z",
                "2026-11-22T01:02:03.4Z",
                "2026-11-22T01:02:03.456Z",
                "2026-11-22T01:02:03.456999999Z",
                "2026-11-22T01:02:03.4567890123Z",
                "2026-11-22T01:02:03.Z",
                "2026-11-22T01:02:03+09:00",
                "2026-11-22T01:02:03.999999-03:30",
                "2026-11-22T01:02:03+18:00",
                "2026-11-22T01:02:03-18:00",
                "2026-11-22T01:02:03+18:01",
                "2026-11-22T01:02:03+09:60",
                "2026-11-22T01:02:03+0900",
                "2026-11-22T01:02:03z",
                "2026-11-22t01:02:03Z",
                "2026-11-22 01:02:03Z",
                "2026-11-22T01:02:03",
                "2026-11-22T24:00:00Z",
                "2026-11-22T23:59:60Z",
                "2026-11-22T1:02:03Z",
                "2026-02-29T00:00:00Z",
                "2024-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2000-02-29T00:00:00.500Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-04-31T00:00:00.000Z",
                "1969-12-31T23:59:59.999Z",
                "1969-12-31T23:59:59.9999Z",
                "0000-01-01T00:00:00Z",
                "0000-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59.999Z",
                "9999-12-31T23:59:59-00:01",
                "10000-01-01T00:00:00Z",
                "-001-01-01T00:00:00Z",
                " 2026-11-22T01:02:03Z",
                "2026-11-22T01:02:03Z ",
                "2026-11-22T01:02:03Z\n",
                "２026-11-22T01:02:03Z",
                "",
                "yesterday"
            })
    void eachTextIsReadAlike(String text) {
        assertThat(inSql(text)).as(text).isEqualTo(IsoInstant.parse(text));
    }

    @Test
    void randomTextsAreReadAlike() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            StringBuilder text =
                    new StringBuilder(IsoInstant.format(random.nextLong(-60_000_000_000_000L, 250_000_000_000_000L)));
            int changes = random.nextInt(3);
            for (int change = 0; change < changes; change++) {
                text.setCharAt(random.nextInt(text.length()), "0123456789-:.TZ+ ".charAt(random.nextInt(17)));
            }
            eachTextIsReadAlike(text.toString());
        }
    }

    private long inSql(String text) {
        return database.row("times.instant", Map.of("text", Sql.text(text)), row -> {
            long millis = row.getLong(1);
            return row.wasNull() ? IsoInstant.UNREADABLE : millis;
        });
    }
}
