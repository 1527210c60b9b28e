package dev.tidemark.batch.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.night.EngineSql;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEnvelope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes into the engine comes out of it, to the last digit and character. */
class LogRowsTest {

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(EngineSql.ofDuckDb(), folder, "500MB", 1);
        database.run("dialect.functions");
        database.run("staging.tables");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void put(LogRecord.Events record) {
        LoggedEnvelope envelope = record.envelopes().get(0);
        try (LogRows rows = new LogRows(database)) {
            rows.event(
                    new LogRows.EventPlace(1, 0, 0, 0, 0, RecordStatus.PROCESSED),
                    record.deviceId(),
                    record.receivedAtMillis(),
                    envelope,
                    envelope.events().get(0));
        }
    }

    private List<String> select(String expression) {
        Sql sql = EngineSql.ofDuckDb();
        assertThat(sql).isNotNull();
        return database.rows(
                "state.all", Map.of("table", "(SELECT " + expression + " FROM arrivals)"), row -> row.getString(1));
    }

    @Test
    void aStrangersTextsAreValuesAndNothingElse() {
        Map<String, String> attributes = new LinkedHashMap<>();
        List<String> texts =
                List.of("page", "Page", "", "0", "a/b", "a~b", "*", "$", "'", "\"", "{view}", ";\n--", "😀", "\u0000");
        texts.forEach(text -> attributes.put(text, "of " + text));
        put(TestEvents.one(
                "d'\u0000;", "i\"{x}", "2026-11-22T12:00:00.000Z", "2026-11-22T12:00:01.000Z", null, attributes));

        assertThat(select("device_id")).containsExactly("d'\u0000;");
        assertThat(select("id")).containsExactly("i\"{x}");
        for (String text : texts) {
            if (!text.equals("\u0000")) {
                String attribute = database.fragment("dialect.attribute", Map.of("name", Sql.text(text)));
                assertThat(select(attribute)).as(text).containsExactly("of " + text);
            }
        }
        assertThat(select("attributes['PAGE']")).containsExactly((String) null);
    }

    @ParameterizedTest
    @CsvSource({
        "999999999999.999999, 999999999999999999",
        "-999999999999.999999, -999999999999999999",
        "0.000001, 1",
        "0, 0"
    })
    void valuesAreMicroUnitsToTheLastDigit(String value, String micros) {
        put(TestEvents.one("d", "e", "2026-11-22T12:00:00.001Z", "2026-11-22T12:00:01.999Z", value, Map.of()));

        assertThat(select("micros")).containsExactly(micros);
        assertThat(select("received_at - event_time")).containsExactly("1998");
        assertThat(select("attributes")).containsExactly((String) null);
    }

    @ParameterizedTest
    @CsvSource({"d-17, e1", "'', ''", "ä, 😀", "d, e'"})
    void theFingerprintIsTheLowHalfOfTheDigest(String device, String id) {
        put(TestEvents.one(device, id, "2026-11-22T12:00:00.000Z", "2026-11-22T12:00:01.000Z", null, Map.of()));

        assertThat(select("fp = md5_number_lower(device_id || chr(0) || id)")).containsExactly("true");
    }
}
