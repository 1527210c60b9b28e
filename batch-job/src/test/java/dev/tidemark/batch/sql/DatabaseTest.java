package dev.tidemark.batch.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        database = Database.open(Sql.of(Map.of(), List.of("tests")), folder, "200MB", 2);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Its last row cannot be computed: whoever has got one before has got it before the answer was whole. */
    @Test
    void rowsComeBeforeTheAnswerIsWhole() {
        long[] taken = {0};

        assertThatThrownBy(() -> database.each("tests.failsInTheEnd", Map.of(), row -> taken[0]++))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("the end");

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
