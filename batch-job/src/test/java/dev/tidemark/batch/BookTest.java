package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nine scores of <i>Streaming Systems</i>, and the tenth of its lateness example, through a night. */
class BookTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT24H, heartbeatEvery: PT1M, idleBound: PT24H}
            deduplicateFor: PT2H
            views:
              - name: scores
                key: none
                window: {fixed: PT2M}
                aggregates: [count, sum, min, max, mean]
                allowedLateness: %s
                latePaneEvery: PT1M
            """;

    /** Value, event time, processing time, all on one day at 12:mm:ss. */
    private static final String[] NINE = {
        "5 00:26 05:19",
        "7 02:26 05:39",
        "3 03:39 06:13",
        "4 04:19 06:39",
        "8 03:06 07:06",
        "3 06:39 07:19",
        "9 01:26 08:19",
        "8 07:26 08:39",
        "1 07:46 09:00"
    };

    private static final String TENTH = "6 00:53 06:39";

    private static final String[] PERFECT = {"02:00 08:39", "04:00 09:00", "06:00 09:10", "08:00 09:20"};
    private static final String[] HEURISTIC = {"02:00 06:00", "04:00 07:30", "06:00 07:40", "08:00 09:30"};

    @TempDir
    Path folder;

    @Test
    void underThePerfectWatermarkEveryWindowIsWholeOnTime() {
        assertThat(sums(PERFECT, "PT0S", NINE))
                .containsExactly("14 14 14 0 0", "18 18 18 0 0", "4 4 4 0 0", "12 12 12 0 0");
    }

    @Test
    void underTheHeuristicWatermarkTheNineIsBeyondTheLatenessOfTheFirstWindow() {
        assertThat(sums(HEURISTIC, "PT0S", NINE))
                .containsExactly("5 5 14 9 0", "18 18 18 0 0", "4 4 4 0 0", "12 12 12 0 0");
    }

    @Test
    void withLatenessTheNineComesLateAndIsInTheFinalPane() {
        assertThat(sums(HEURISTIC, "PT8M", NINE))
                .containsExactly("5 14 14 0 0", "18 18 18 0 0", "4 4 4 0 0", "12 12 12 0 0");
    }

    @Test
    void withTwoMinutesOfLatenessTheTenthComesInTimeAndTheNineTooLate() {
        String[] ten = new String[10];
        System.arraycopy(NINE, 0, ten, 0, 9);
        ten[9] = TENTH;
        assertThat(sums(HEURISTIC, "PT2M", ten))
                .containsExactly("5 11 20 9 0", "18 18 18 0 0", "4 4 4 0 0", "12 12 12 0 0");
    }

    /** On time, final, batch, beyond the lateness, unexplained: sums of W1 to W4. */
    private List<String> sums(String[] watermarks, String lateness, String[] scores) {
        TestPlatform platform = new TestPlatform(TestEvents.views(VIEWS.formatted(lateness)), 1);
        List<String[]> script = new java.util.ArrayList<>();
        for (String watermark : watermarks) {
            String[] parts = watermark.split(" ");
            script.add(new String[] {parts[1], "0", parts[0], null});
        }
        for (String score : scores) {
            String[] parts = score.split(" ");
            script.add(new String[] {parts[2], "1", parts[1], parts[0]});
        }
        script.sort(java.util.Comparator.comparing((String[] step) -> step[0] + step[1]));
        int id = 0;
        for (String[] step : script) {
            if (step[3] == null) {
                platform.control(new LogRecord.Watermark(IsoInstant.parse(at(step[2]))));
            } else {
                platform.put(TestEvents.one("team", "score-" + id++, at(step[2]), at(step[0]), step[3], Map.of()));
            }
        }
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-23T00:00:00.000Z")));
        platform.close();
        TestNight night = new TestNight(platform, folder);
        NightResult result = night.run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        return TestEvents.rows(night.report().resolve("2026-11-22/windows.csv")).stream()
                .filter(row -> row.get(4).equals("sum"))
                .map(row -> String.join(" ", row.get(5), row.get(6), row.get(7), row.get(8), row.get(13)))
                .toList();
    }

    private static String at(String minutes) {
        return "2026-11-22T12:" + minutes + ".000Z";
    }
}
