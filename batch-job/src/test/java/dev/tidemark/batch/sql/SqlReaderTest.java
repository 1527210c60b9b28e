package dev.tidemark.batch.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements end where they end, and nowhere in a literal, a name or a comment. */
class SqlReaderTest {

    private static List<String> statements(String text) {
        return Sql.ofText(Map.of("word", "W"), "-- name: x\n" + text).statements("x", Map.of("y", "Y;\nZ"));
    }

    @Test
    void statementsArePartedBySemicolonsOnOneLineToo() {
        assertThat(statements("SELECT 1; SELECT 2;;\n\n;SELECT 3")).containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "SELECT ';' AS a; SELECT 2 | SELECT ';' AS a",
                "SELECT 'it''s; {y}'; SELECT 2 | SELECT 'it''s; {y}'",
                "SELECT \"a;\"\"b; {y}\"; SELECT 2 | SELECT \"a;\"\"b; {y}\"",
                "SELECT E'\\';{y}'; SELECT 2 | SELECT E'\\';{y}'",
                "SELECT name'a\\'; SELECT 2 | SELECT name'a\\'",
                "SELECT $$a;{y}'$$; SELECT 2 | SELECT $$a;{y}'$$",
                "SELECT $t$;$$;$t$; SELECT 2 | SELECT $t$;$$;$t$",
                "SELECT a$1, $2; SELECT 2 | SELECT a$1, $2",
            })
    void aSemicolonInALiteralOrANameIsText(String text, String first) {
        assertThat(statements(text)).containsExactly(first, "SELECT 2");
    }

    @Test
    void aLiteralMayHaveLines() {
        assertThat(statements("SELECT 'a;\n-- no comment\n' AS b;\nSELECT 2"))
                .containsExactly("SELECT 'a;\n-- no comment\n' AS b", "SELECT 2");
    }

    @Test
    void commentsAreLeftOutWithWhateverIsInThem() {
        assertThat(statements(
                        "SELECT 1 -- one; {nothing} 'open\n + 2 /* two; /* 'three */ {nobody} \" */ + 3; -- last;"))
                .containsExactly("SELECT 1 \n + 2   + 3");
        assertThat(statements("SELECT '-- no comment /* */'")).containsExactly("SELECT '-- no comment /* */'");
    }

    @Test
    void aPlaceTakesParametersThenConstantsThenFragmentsAndNoneOfThemEndsAStatement() {
        assertThat(statements("SELECT {y}, {word}, {a: 1}, {1}; SELECT 2"))
                .containsExactly("SELECT Y;\nZ, W, {a: 1}, {1}", "SELECT 2");
        Sql sql = Sql.ofText(Map.of(), "-- name: a.b\nSELECT {c.d}\n-- name: c.d\n{e} + 1 -- a half\n");
        assertThat(sql.get("a.b", Map.of("e", 3))).isEqualTo("SELECT 3 + 1");
        assertThatThrownBy(() -> sql.get("a.b", Map.of())).hasMessage("no SQL fragment is named 'e'");
    }

    @Test
    void whatHasNoEndIsRefused() {
        assertThatThrownBy(() -> statements("SELECT 'open; SELECT 2")).hasMessage("unclosed literal: 'open; SELECT 2");
        assertThatThrownBy(() -> statements("SELECT \"open")).hasMessageStartingWith("unclosed identifier");
        assertThatThrownBy(() -> statements("SELECT 1 /* open /* */")).hasMessageStartingWith("unclosed comment");
        assertThatThrownBy(() -> statements("SELECT $a$ open $b$")).hasMessageStartingWith("unclosed literal");
    }

    @Test
    void anExpressionIsOneStatement() {
        Sql sql = Sql.ofText(Map.of(), "-- name: two\nSELECT 1; SELECT 2\n-- name: one\nSELECT {two}");
        assertThatThrownBy(() -> sql.get("one", Map.of()))
                .hasMessage("the SQL fragment 'two' has 2 statements, not one");
    }
}
