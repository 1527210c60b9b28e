package dev.tidemark.domain.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The running example of <i>Streaming Systems</i> (Akidau, Chernyak, Lax), chapters 1 to 4: nine scores of one team, and
 * what each way of windowing and triggering makes of them. All times are mm:ss after 12 o'clock. The watermarks come as
 * control records; {@code outOfOrderness} is an hour, so that events move nothing.
 */
class StreamingSystemsTest {

    /** value, event time, processing time */
    private static final List<String> SCORES = List.of(
            "5 00:26 05:19",
            "7 02:26 05:39",
            "3 03:39 06:13",
            "4 04:19 06:39",
            "8 03:06 07:06",
            "3 06:39 07:19",
            "9 01:26 08:19",
            "8 07:26 08:39",
            "1 07:46 09:00");

    private static final String TENTH = "6 00:53 06:39";

    private static final List<String> NO_WATERMARK = List.of();

    /** watermark, processing time at which it is reached */
    private static final List<String> PERFECT = List.of("02:00 08:39", "04:00 09:00", "06:00 09:10", "08:00 09:20");

    private static final List<String> HEURISTIC = List.of("02:00 06:00", "04:00 07:30", "06:00 07:40", "08:00 09:30");

    private static final long EVERYTHING = Long.MAX_VALUE;

    private static final String FIXED = "window: {fixed: PT2M}";

    @ParameterizedTest(name = "{0}")
    @CsvSource({"W1 [00:00..02:00), 14", "W2 [02:00..04:00), 18", "W3 [04:00..06:00), 4", "W4 [06:00..08:00), 12"})
    void batchAddsUpEachWindow(String window, String sum) {
        String bounds = window.substring(3);

        assertThat(all(FIXED, SCORES)).contains(bounds + " " + sum);
    }

    @Test
    void batchAddsUpToFortyEight() {
        assertThat(read("window: {fixed: PT1H}", SCORES, NO_WATERMARK, EVERYTHING))
                .singleElement()
                .satisfies(pane -> assertThat(pane.total().sumDecimal()).isEqualTo("48"));
    }

    @Test
    void aPerfectWatermarkGivesEveryWindowOnTime() {
        assertThat(published(FIXED, SCORES, PERFECT))
                .containsExactly(
                        "[00:00..02:00) ON_TIME 14",
                        "[02:00..04:00) ON_TIME 18",
                        "[04:00..06:00) ON_TIME 4",
                        "[06:00..08:00) ON_TIME 12");
    }

    @Test
    void aHeuristicWatermarkWithoutLatenessMissesTheNine() {
        assertThat(published(FIXED, SCORES, HEURISTIC))
                .containsExactly(
                        "[00:00..02:00) ON_TIME 5",
                        "[02:00..04:00) ON_TIME 18",
                        "[04:00..06:00) ON_TIME 4",
                        "[06:00..08:00) ON_TIME 12");
    }

    /** It meets the watermark 06:00; with a mark a minute, the next one is 07:00. */
    @Test
    void theMissedNineIsKeptInACellAboveTheFinalMark() {
        assertThat(read(FIXED, SCORES, HEURISTIC, EVERYTHING))
                .filteredOn(pane -> pane.timing() == Timing.LATE)
                .singleElement()
                .satisfies(pane -> {
                    assertThat(clock(pane.markMillis())).isEqualTo("07:00");
                    assertThat(pane.delta().sumDecimal()).isEqualTo("9");
                });
    }

    @Test
    void aHeuristicWatermarkWithLatenessAccumulatesTheNine() {
        assertThat(published(FIXED + "\n    allowedLateness: PT10M\n    latePaneEvery: PT2M", SCORES, HEURISTIC))
                .containsExactly(
                        "[00:00..02:00) ON_TIME 5",
                        "[00:00..02:00) LATE 14",
                        "[02:00..04:00) ON_TIME 18",
                        "[04:00..06:00) ON_TIME 4",
                        "[06:00..08:00) ON_TIME 12");
    }

    @Test
    void twoMinutesOfLatenessTakeTheTenthScoreButNotTheNine() {
        List<String> ten = new ArrayList<>(SCORES);
        ten.add(TENTH);

        assertThat(published(FIXED + "\n    allowedLateness: PT2M\n    latePaneEvery: PT2M", ten, HEURISTIC))
                .containsExactly(
                        "[00:00..02:00) ON_TIME 5",
                        "[00:00..02:00) LATE 11",
                        "[02:00..04:00) ON_TIME 18",
                        "[04:00..06:00) ON_TIME 4",
                        "[06:00..08:00) ON_TIME 12");
    }

    @Test
    void discardingPanesOfTheLateWindowAreFiveAndNine() {
        assertThat(
                        read(
                                        FIXED + "\n    allowedLateness: PT10M\n    latePaneEvery: PT2M",
                                        SCORES,
                                        HEURISTIC,
                                        EVERYTHING)
                                .stream()
                                .filter(pane ->
                                        clock(pane.window().startMillis()).equals("00:00"))
                                .map(pane -> pane.timing() + " " + pane.delta().sumDecimal()))
                .containsExactly("ON_TIME 5", "LATE 9");
    }

    /** Early panes at :35 of each minute of processing time; what has not fired when the watermark comes is on time. */
    @Test
    void discardingPanesWithEarlyOnes() {
        String window = FIXED + "\n    allowedLateness: PT10M\n    latePaneEvery: PT2M"
                + "\n    earlyEvery: PT1M\n    earlyOffset: PT35S";
        TreeMap<String, LogRecord> script = byTime(SCORES, HEURISTIC);
        for (int minute = 5; minute <= 10; minute++) {
            String tick = "%02d:35".formatted(minute);
            script.put(tick + " 2", new LogRecord.Heartbeat(at(tick)));
        }

        assertThat(panes(window, new ArrayList<>(script.values()), EVERYTHING).stream()
                        .map(pane -> bounds(pane) + " " + pane.timing() + " " + decimal(pane.delta())))
                .containsExactly(
                        "[00:00..02:00) EARLY 5",
                        "[00:00..02:00) ON_TIME 0",
                        "[00:00..02:00) LATE 9",
                        "[02:00..04:00) EARLY 10",
                        "[02:00..04:00) ON_TIME 8",
                        "[04:00..06:00) EARLY 4",
                        "[04:00..06:00) ON_TIME 0",
                        "[06:00..08:00) EARLY 3",
                        "[06:00..08:00) ON_TIME 9");
    }

    @Test
    void slidingWindowsOfTwoMinutesEveryMinute() {
        assertThat(all("window: {sliding: PT2M, every: PT1M}", SCORES))
                .containsExactly(
                        "[59:00..01:00) 5",
                        "[00:00..02:00) 14",
                        "[01:00..03:00) 16",
                        "[02:00..04:00) 18",
                        "[03:00..05:00) 15",
                        "[04:00..06:00) 4",
                        "[05:00..07:00) 3",
                        "[06:00..08:00) 12",
                        "[07:00..09:00) 9");
    }

    @Test
    void fixedWindowsOfTwoMinutesShiftedByOne() {
        assertThat(all("window: {fixed: PT2M, offset: PT1M}", SCORES))
                .containsExactly(
                        "[59:00..01:00) 5",
                        "[01:00..03:00) 16",
                        "[03:00..05:00) 15",
                        "[05:00..07:00) 3",
                        "[07:00..09:00) 9");
    }

    @Test
    void processingTimeWindowsOfTwoMinutes() {
        assertThat(all("time: received\n    window: {fixed: PT2M}", SCORES))
                .containsExactly("[04:00..06:00) 12", "[06:00..08:00) 18", "[08:00..10:00) 18");
    }

    @Test
    void processingTimeWindowsOfOneMinute() {
        assertThat(all("time: received\n    window: {fixed: PT1M}", SCORES))
                .containsExactly(
                        "[05:00..06:00) 12",
                        "[06:00..07:00) 7",
                        "[07:00..08:00) 11",
                        "[08:00..09:00) 17",
                        "[09:00..10:00) 1");
    }

    /** Processing-time windows have a perfect watermark: heartbeats alone complete them, however late the events are. */
    @Test
    void processingTimeWindowsAreOnTimeByHeartbeats() {
        List<LogRecord> script = new ArrayList<>();
        for (int minute = 5; minute <= 11; minute++) {
            script.add(new LogRecord.Heartbeat(at("%02d:00".formatted(minute))));
            for (String score : SCORES) {
                if (score.substring(8).startsWith("%02d".formatted(minute))) {
                    script.addAll(script(List.of(score), NO_WATERMARK));
                }
            }
        }

        assertThat(panes("time: received\n    window: {fixed: PT2M}", script, at("10:00")))
                .extracting(StreamingSystemsTest::print)
                .containsExactly("[04:00..06:00) ON_TIME 12", "[06:00..08:00) ON_TIME 18", "[08:00..10:00) ON_TIME 18");
    }

    /** Everything that fell into each window, on whichever side of the watermark: {@code [start..end) sum}. */
    private static List<String> all(String window, List<String> scores) {
        return read(window, scores, NO_WATERMARK, EVERYTHING).stream()
                .map(pane -> bounds(pane) + " " + pane.total().sumDecimal())
                .toList();
    }

    /** The panes that the stream publishes: at the last watermark of the script, up to each window's final mark. */
    private static List<String> published(String window, List<String> scores, List<String> watermarks) {
        return read(window, scores, watermarks, at("08:00")).stream()
                .map(StreamingSystemsTest::print)
                .toList();
    }

    private static List<Pane> read(String window, List<String> scores, List<String> watermarks, long upTo) {
        return panes(window, script(scores, watermarks), upTo);
    }

    private static List<Pane> panes(String window, List<LogRecord> script, long upTo) {
        Views views = Logs.views("""
                watermark: {outOfOrderness: PT1H, heartbeatEvery: PT1M, idleBound: PT1H, requestLifetime: PT0S}
                deduplicateFor: PT1H
                views:
                  - name: scores
                    key: none
                    aggregates: [sum]
                    %s
                """.formatted(window));
        Grid grid = Grid.of(views.views().get(0));
        Logs.Shard shard = new Logs.Shard(views).steps(Logs.log(script));
        List<Cell> cells = shard.cells();
        TreeSet<Window> windows = new TreeSet<>();
        cells.forEach(cell -> windows.addAll(grid.windowsOf(cell.key().sliceStartMillis())));
        List<Pane> panes = new ArrayList<>();
        for (Window each : windows) {
            List<Long> slices = grid.slicesOf(each);
            List<Cell> own = cells.stream()
                    .filter(cell -> slices.contains(cell.key().sliceStartMillis()))
                    .toList();
            long last = upTo == EVERYTHING ? upTo : Math.min(upTo, grid.finalMark(each));
            panes.addAll(Panes.of(each, own, last, early -> firedBefore(each.endMillis(), early, shard.moments)));
        }
        return panes;
    }

    /** The log: scores and watermarks by processing time, a watermark before a score of the same instant. */
    private static List<LogRecord> script(List<String> scores, List<String> watermarks) {
        return new ArrayList<>(byTime(scores, watermarks).values());
    }

    private static TreeMap<String, LogRecord> byTime(List<String> scores, List<String> watermarks) {
        TreeMap<String, LogRecord> byTime = new TreeMap<>();
        for (String watermark : watermarks) {
            String[] at = watermark.split(" ");
            byTime.put(at[1] + " 0", new LogRecord.Watermark(at(at[0])));
        }
        for (String score : scores) {
            String[] at = score.split(" ");
            byTime.put(
                    at[2] + " 1 " + score,
                    Logs.events("team", at(at[2]), Logs.event(score, "score", at(at[1]), at[0])));
        }
        return byTime;
    }

    /** Whether the received watermark reached the early time while the event watermark was still before the end. */
    private static boolean firedBefore(long end, long early, List<Moment> moments) {
        return moments.stream()
                .filter(moment -> moment.receivedMillis() >= early)
                .findFirst()
                .filter(moment -> moment.eventMillis() < end)
                .isPresent();
    }

    private static String decimal(Measures measures) {
        return measures.count() == 0 ? "0" : String.valueOf(measures.sumDecimal());
    }

    private static long at(String clock) {
        return IsoInstant.parse("2026-11-22T12:" + clock + "Z");
    }

    private static String clock(long millis) {
        return IsoInstant.format(millis).substring(14, 19);
    }

    private static String bounds(Pane pane) {
        return "[" + clock(pane.window().startMillis()) + ".."
                + clock(pane.window().endMillis()) + ")";
    }

    private static String print(Pane pane) {
        return bounds(pane) + " " + pane.timing() + " " + pane.total().sumDecimal();
    }
}
