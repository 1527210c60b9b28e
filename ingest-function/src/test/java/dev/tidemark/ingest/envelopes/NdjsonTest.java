package dev.tidemark.ingest.envelopes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NdjsonTest {

    @Test
    void linesEndWithLfOrCrlfOrTheText() {
        assertThat(lines("a\nb\r\nc")).containsExactly("1:a", "2:b\r", "3:c");
        assertThat(lines("a\n")).containsExactly("1:a");
    }

    @Test
    void blankLinesAreCountedAndPassedOver() {
        assertThat(lines("\n \t\r\na\n\n\nb\n")).containsExactly("3:a", "6:b");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n\n")).isEmpty();
    }

    private static List<String> lines(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (Ndjson line = new Ndjson(bytes); line.advance(); ) {
            lines.add(line.number() + ":" + new String(bytes, line.from(), line.length(), StandardCharsets.UTF_8));
        }
        return lines;
    }
}
