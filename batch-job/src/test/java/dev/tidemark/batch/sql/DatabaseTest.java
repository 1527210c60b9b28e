package dev.tidemark.batch.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.batch.night.EngineSql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How answers are read. */
class DatabaseTest {

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(Sql.of(EngineSql.words(), List.of("duckdb", "tests")), folder, "200MB", 2);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void rowsThatAreHeldAreWholeOrNone() {
        assertThatThrownBy(() -> database.rows("tests.failsInTheEnd", Map.of(), row -> row.getLong("i")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("the end");
    }

    @Test
    void aTakerThatRunsAStatementIsRefused() {
        assertThatThrownBy(() -> database.each("tests.numbers", Map.of(), row -> database.execute("SELECT 1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the answer to tests.numbers is still being read: a statement would end it");

        assertThat(database.rows("tests.numbers", Map.of(), row -> row.getLong("i")))
                .as("and the next one is answered")
                .hasSize(100_000);
    }

    /** Its last row cannot be computed: whoever has got one before has got it before the answer was whole, and hears of it. */
    @Test
    void rowsComeBeforeTheAnswerIsWholeAndAnAnswerThatBreaksOffIsAnError() {
        long[] taken = {0};

        assertThatThrownBy(() -> database.each("tests.failsInTheEnd", Map.of(), row -> taken[0]++))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(" of 5000001 rows");

        assertThat(taken[0]).isPositive();
    }

    @Test
    void rowsAreAddedWhileOthersAreRead() {
        database.execute("CREATE TABLE taken (i BIGINT)");
        try (RowAppender rows = database.appender("taken")) {
            database.each("tests.numbers", Map.of(), row -> {
                long number = row.getLong("i");
                rows.add(taken -> taken.add(number));
            });
        }

        String taken = database.row("tests.sum", Map.of(), row -> row.getLong("count") + " " + row.getLong("sum"));
        assertThat(taken).isEqualTo("100000 4999950000");
    }
}
