package dev.tidemark.serving.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.domain.window.Window;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cursor is a text that anybody can write: what nobody here has written is none. */
class CursorTest {

    private static final long BEGUN = IsoInstant.parse("2026-11-23T03:00:00Z");
    private static final Window WINDOW = new Window(BEGUN - 120_000, BEGUN - 60_000);
    private static final Cursor CURSOR = new Cursor(
            "0123456789abcdef",
            BEGUN,
            new Standpoint(BEGUN - 60_000, "run-1", Watermarks.UNKNOWN),
            true,
            new Position(WINDOW, new Position.Told("a", WINDOW)));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(Cursor.read(CURSOR.text())).contains(CURSOR);
        Cursor behindAFrame = new Cursor(CURSOR.question(), BEGUN, CURSOR.at(), false, new Position(WINDOW, null));
        assertThat(Cursor.read(behindAFrame.text())).contains(behindAFrame);
    }

    @ParameterizedTest(name = "field {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0  | 2
            2  | -9223372036854775808
            2  | 9223372036854775807
            2  | ''
            3  | 9223372036854775807
            3  | -100000000000000
            4  | 20261121T030000Z-0000000120261121T030000Z-0000000120261121T030000Z
            5  | 1e9
            6  | 2
            7  | -9223372036854775807
            8  | 9223372036854775807
            8  | 0
            9  | ''
            10 | 300000000000000
            11 | ''
            11 | a
            """)
    void whatIsOutOfItsBoundsIsNone(int field, String value) {
        assertThat(Cursor.read(forged(field, value))).isEmpty();
    }

    @Test
    void aLongerKeyThanAnyIsNone() {
        assertThat(Cursor.read(forged(11, "+" + "k".repeat(512)))).isPresent();
        assertThat(Cursor.read(forged(11, "+" + "k".repeat(513)))).isEmpty();
    }

    @ParameterizedTest(name = "{0} after it was begun: ahead {1}, alive {2}")
    @CsvSource({
        "-PT61S, true, true",
        "-PT60S, false, true",
        "PT0S, false, true",
        "PT12H, false, true",
        "PT12H1S, false, false"
    })
    void itIsOfItsTime(Duration after, boolean ahead, boolean alive) {
        long now = BEGUN + after.toMillis();
        assertThat(CURSOR.isAhead(now)).isEqualTo(ahead);
        assertThat(CURSOR.isAlive(now)).isEqualTo(alive);
    }

    private static String forged(int field, String value) {
        String[] fields =
                new String(Base64.getUrlDecoder().decode(CURSOR.text()), StandardCharsets.UTF_8).split("\n", -1);
        fields[field] = value;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join("\n", fields).getBytes(StandardCharsets.UTF_8));
    }
}
