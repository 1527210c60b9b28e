package dev.tidemark.serving.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures and readings of <i>Streaming Systems</i>, chapter 2, from the cells of its data set. */
class BookFigureTest {

    /** The nine meets the watermark 12:06 and lies above the slice's other score: under its next mark, 12:07. */
    @Test
    void theFigureOfTheFourWindowsIsPrintedFromTheCells() throws IOException {
        assertThat(figure(new BookLog("window: {fixed: PT2M}", "allowedLateness: PT10M", "latePaneEvery: PT1M")))
                .isEqualTo("""
                        sum; slices across, marks up; 2026-11-22
                        12:08:00                                      12
                        12:07:00         9
                        12:06:00                             4
                        12:04:00                  18
                        12:02:00         5
                        total           14        18         4        12
                        from      12:00:00  12:02:00  12:04:00  12:06:00
                        to        12:02:00  12:04:00  12:06:00  12:08:00
                        """);
    }

    @Test
    void whatComesBeyondTheLatenessIsInTheFigureAndInNoSum() throws IOException {
        assertThat(figure(new BookLog("window: {fixed: PT2M}")).lines())
                .contains("12:07:00       (9)", "total            5        18         4        12");
    }

    @Test
    void aSessionsFigureHasItsBuckets() throws IOException {
        assertThat(figure(new BookLog("window: {session: PT1M}", "allowedLateness: PT10M", "latePaneEvery: PT1M")))
                .isEqualTo("""
                        sum; slices across, marks up; 2026-11-22
                        12:09:00                                                                     9
                        12:08:00                                                           3
                        12:07:00                   9
                        12:06:00                                                 4
                        12:05:00                                      11
                        12:04:00                             7
                        12:02:00         5
                        total            5         9         7        11         4         3         9
                        from      12:00:00  12:01:00  12:02:00  12:03:00  12:04:00  12:06:00  12:07:00
                        to        12:01:00  12:02:00  12:03:00  12:04:00  12:05:00  12:07:00  12:08:00
                        """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    DISCARDING   | 00..02 E5 O0 L9 · 02..04 E10 O8 · 04..06 E4 O0 · 06..08 E3 O9
                    ACCUMULATING | 00..02 E5 O5 L14 · 02..04 E10 O18 · 04..06 E4 O4 · 06..08 E3 O12
                    RETRACTING   | 00..02 E5 R-5 O5 R-5 L14 · 02..04 E10 R-10 O18 · 04..06 E4 R-4 O4 · 06..08 E3 R-3 O12
                    """)
    void theSamePanesInEveryReading(PaneReading reading, String expected) {
        BookLog book = new BookLog(
                "window: {fixed: PT2M}",
                "allowedLateness: PT10M",
                "latePaneEvery: PT2M",
                "earlyEvery: PT1M",
                "earlyOffset: PT35S");

        List<WindowRow> rows = PaneRows.of(book.view, book.panes(), reading, BookLog.at("30:00"));

        assertThat(rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> dev.tidemark.domain.event.IsoInstant.format(
                                                row.window().startMillis())
                                        .substring(14, 16),
                                java.util.TreeMap::new,
                                Collectors.mapping(BookFigureTest::print, Collectors.joining(" "))))
                        .entrySet()
                        .stream()
                        .map(window -> window.getKey() + ".." + "%02d".formatted(Integer.parseInt(window.getKey()) + 2)
                                + " " + window.getValue())
                        .collect(Collectors.joining(" · ")))
                .isEqualTo(expected);
        assertThat(rows.stream().filter(WindowRow::isFinal)).hasSize(4);
    }

    private static String print(WindowRow row) {
        return row.status().name().charAt(0)
                + (row.total().count() == 0
                        ? "0"
                        : (row.sign() < 0 ? "-" : "") + row.total().sumDecimal());
    }

    private static String figure(BookLog book) throws IOException {
        StringBuilder text = new StringBuilder();
        new GridFigure(book.view, book.cells).print(text);
        return text.toString();
    }
}
