package dev.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.platform.Table;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The data set of <i>Streaming Systems</i>, chapter 2, through the handler and the tables: nine scores of one team, and
 * the watermark scripts of its figures as control records in the log.
 */
class BookTest {

    /** Value, event time, processing time. */
    private static final String[][] SCORES = {
        {"5", "12:00:26", "12:05:19"},
        {"7", "12:02:26", "12:05:39"},
        {"3", "12:03:39", "12:06:13"},
        {"4", "12:04:19", "12:06:39"},
        {"8", "12:03:06", "12:07:06"},
        {"3", "12:06:39", "12:07:19"},
        {"9", "12:01:26", "12:08:19"},
        {"8", "12:07:26", "12:08:39"},
        {"1", "12:07:46", "12:09:00"},
    };

    private record Control(String at, LogRecord record) {}

    private static final String PERFECT = "12:02@12:08:39 12:04@12:09:00 12:06@12:09:10 12:08@12:09:20";
    private static final String HEURISTIC = "12:02@12:06:00 12:04@12:07:30 12:06@12:07:40 12:08@12:09:30";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    fixed, perfect watermark              | fixed: PT2M | PT0S | PERFECT | 00..02 O14 · 02..04 O18 · 04..06 O4 · 06..08 O12
                    fixed, heuristic, no lateness         | fixed: PT2M | PT0S | HEURISTIC | 00..02 O5 · 02..04 O18 · 04..06 O4 · 06..08 O12
                    fixed, heuristic, with lateness       | fixed: PT2M | PT10M | HEURISTIC | 00..02 O5 L14 · 02..04 O18 · 04..06 O4 · 06..08 O12
                    fixed, shifted by a minute            | fixed: PT2M, offset: PT1M | PT10M | PERFECT | 59..01 O5 · 01..03 O16 · 03..05 O15 · 05..07 O3 · 07..09 O9
                    fixed, shifted, heuristic             | fixed: PT2M, offset: PT1M | PT10M | HEURISTIC | 59..01 O5 · 01..03 O7 L16 · 03..05 O15 · 05..07 O3 · 07..09 O9
                    sliding, heuristic                    | sliding: PT2M, every: PT1M | PT10M | HEURISTIC | 59..01 O5 · 00..02 O5 L14 · 01..03 O7 L16 · 02..04 O18 · 03..05 O15 · 04..06 O4 · 05..07 O3 · 06..08 O12 · 07..09 O9
                    sliding, 2 minutes every minute       | sliding: PT2M, every: PT1M | PT10M | PERFECT | 59..01 O5 · 00..02 O14 · 01..03 O16 · 02..04 O18 · 03..05 O15 · 04..06 O4 · 05..07 O3 · 06..08 O12 · 07..09 O9
                    """)
    void theWindowsOfTheBookComeOutOfTheTables(
            String name, String window, String lateness, String script, String expected) {
        try (Emulated platform = new Emulated(2, views(window, lateness, "event"), Clock.systemUTC())) {
            play(platform, script.equals("PERFECT") ? PERFECT : HEURISTIC, List.of(SCORES));

            assertThat(panes(platform)).isEqualTo(expected);
        }
    }

    @Test
    void aTenthScoreIsLateButInTimeAndTheNineComesTooLate() {
        List<String[]> scores = new ArrayList<>(List.of(SCORES));
        scores.add(3, new String[] {"6", "12:00:53", "12:06:39"});
        try (Emulated platform = new Emulated(2, views("fixed: PT2M", "PT2M", "event"), Clock.systemUTC())) {
            play(platform, HEURISTIC, scores);

            assertThat(panes(platform)).isEqualTo("00..02 O5 L11 · 02..04 O18 · 04..06 O4 · 06..08 O12");
        }
    }

    @Test
    void earlyPanesAtThirtyFiveSecondsOfEachMinuteComeAsTheBookDrawsThem() {
        String views = views("fixed: PT2M", "PT10M", "event") + "    earlyEvery: PT1M\n    earlyOffset: PT35S\n";
        try (Emulated platform = new Emulated(2, views, Clock.systemUTC())) {
            play(platform, HEURISTIC, List.of(SCORES), List.of("05:35", "06:35", "07:35", "08:35", "09:35"));

            assertThat(panes(platform, item -> sum(item.get("delta").m())))
                    .as("discarding")
                    .isEqualTo("00..02 E5 O0 L9 · 02..04 E10 O8 · 04..06 E4 O0 · 06..08 E3 O9");
            assertThat(panes(platform, BookTest::sum))
                    .as("accumulating")
                    .isEqualTo("00..02 E5 O5 L14 · 02..04 E10 O18 · 04..06 E4 O4 · 06..08 E3 O12");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    2 minutes from 12:04 | fixed: PT2M | 04..06 O12 · 06..08 O18 · 08..10 O18
                    1 minute from 12:05  | fixed: PT1M | 05..06 O12 · 06..07 O7 · 07..08 O11 · 08..09 O17 · 09..10 O1
                    """)
    void processingTimeWindowsOfTheBookComeOutOfTheTables(String name, String window, String expected) {
        try (Emulated platform = new Emulated(2, views(window, "PT0S", "received"), Clock.systemUTC())) {
            play(platform, "", List.of(SCORES));

            assertThat(panes(platform)).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    exclusive, perfect    | session: PT1M | PERFECT | 03:00 00:26..01:26 O5 · 04:00 01:26..02:26 O9 · 07:00 02:26..05:19 O22 · 10:00 06:39..08:46 O12
                    inclusive, perfect    | session: PT1M, boundary: inclusive | PERFECT | 07:00 00:26..05:19 O36 · 10:00 06:39..08:46 O12
                    exclusive, heuristic  | session: PT1M | HEURISTIC | 03:00 00:26..01:26 O5 · 07:00 01:26..02:26 L9 · 07:00 02:26..05:19 O22 · 10:00 06:39..08:46 O12
                    inclusive, heuristic: the nine joins two sessions, one of them published | session: PT1M, boundary: inclusive | HEURISTIC | 03:00 00:26..01:26 O5 · 07:00 00:26..01:26 withdrawn by 00:26..05:19 · 07:00 00:26..05:19 O36 instead of 00:26..01:26 · 10:00 06:39..08:46 O12
                    """)
    void theSessionsOfTheBookComeOutOfTheTables(String name, String window, String script, String expected) {
        String views = views(window, "PT10M", "event").replace("key: none", "key: deviceId");
        try (Emulated platform = new Emulated(2, views, Clock.systemUTC())) {
            play(platform, script.equals("PERFECT") ? PERFECT : HEURISTIC, List.of(SCORES));

            assertThat(platform.items(Table.WINDOWS).stream()
                            .sorted(Comparator.comparing((Map<String, AttributeValue> item) ->
                                    mark(item) + item.get("start").s()))
                            .map(BookTest::session)
                            .collect(Collectors.joining(" · ")))
                    .isEqualTo(expected);
        }
    }

    private static String mark(Map<String, AttributeValue> item) {
        String[] place = item.get("sk").s().split("#");
        return place[place.length - 2];
    }

    /** A session's item: {@code mark start..end}, then its value, or what withdraws it. */
    private static String session(Map<String, AttributeValue> item) {
        String text = mark(item).substring(14, 19) + " "
                + session(item.get("start").s() + "/" + item.get("end").s());
        if (item.containsKey("retracted")) {
            return text + " withdrawn by " + session(item.get("into").s());
        }
        text += " " + item.get("timing").s().charAt(0) + sum(item);
        return item.containsKey("retracts")
                ? text + " instead of "
                        + item.get("retracts").l().stream()
                                .map(session -> session(session.s()))
                                .collect(Collectors.joining(" "))
                : text;
    }

    private static String session(String interval) {
        String[] bounds = interval.split("/");
        return bounds[0].substring(14, 19) + ".." + bounds[1].substring(14, 19);
    }

    private static void play(Emulated platform, String script, List<String[]> scores) {
        play(platform, script, scores, List.of());
    }

    /** Records and controls in processing-time order, a watermark before a record of the same instant. */
    private static void play(Emulated platform, String script, List<String[]> scores, List<String> heartbeats) {
        List<Control> controls = new ArrayList<>();
        for (String step : script.isEmpty() ? new String[0] : script.split(" ")) {
            long watermark = EventTimes.at(step.substring(0, 5) + ":00");
            controls.add(new Control(step.substring(6), new LogRecord.Watermark(watermark)));
        }
        for (String heartbeat : heartbeats) {
            String at = "12:" + heartbeat;
            controls.add(new Control(at, new LogRecord.Heartbeat(EventTimes.at(at))));
        }
        controls.sort(Comparator.comparing(Control::at));
        int next = 0;
        for (String[] score : scores) {
            for (; next < controls.size() && controls.get(next).at().compareTo(score[2]) <= 0; next++) {
                platform.putControl(controls.get(next).record());
            }
            platform.put(record(score));
            platform.deliverAll(3);
            platform.tick(true).run();
        }
        for (; next < controls.size(); next++) {
            platform.putControl(controls.get(next).record());
        }
        platform.deliverAll(3);
        platform.putControl(new LogRecord.Watermark(EventTimes.at("13:00:00")));
        platform.deliverAll(3);
        platform.tick(true).run();
    }

    private static LogRecord.Events record(String[] score) {
        LoggedEvent event = new LoggedEvent(
                String.join("@", score),
                "score",
                null,
                new EventTime(EventTimes.at(score[1]), TimeQuality.UNCORRECTED),
                Micros.parse(score[0]),
                Map.of());
        return new LogRecord.Events(
                "team",
                EventTimes.at(score[2]),
                "r",
                List.of(new LoggedEnvelope(null, null, ClockOffset.none(), List.of(event))));
    }

    /** Windows by start, each with its panes in order: {@code E} early, {@code O} on time, {@code L} late. */
    private static String panes(Emulated platform) {
        return panes(platform, BookTest::sum);
    }

    private static String panes(Emulated platform, Function<Map<String, AttributeValue>, String> value) {
        return platform.items(Table.WINDOWS).stream()
                .sorted(Comparator.comparing(
                        item -> Integer.parseInt(item.get("index").n())))
                .collect(Collectors.groupingBy(
                        BookTest::window,
                        java.util.TreeMap::new,
                        Collectors.mapping(
                                item -> item.get("timing").s().charAt(0) + value.apply(item), Collectors.joining(" "))))
                .entrySet()
                .stream()
                .map(window -> window.getKey().substring(5) + " " + window.getValue())
                .collect(Collectors.joining(" · "));
    }

    private static String sum(Map<String, AttributeValue> fields) {
        return fields.containsKey("sum") ? fields.get("sum").n() : "0";
    }

    /** {@code 11:59 59..01}: sortable, then as the table has it. */
    private static String window(Map<String, AttributeValue> item) {
        String[] place = item.get("sk").s().split("#");
        String[] bounds = place[place.length - 3].split("/");
        return bounds[0].substring(11, 16) + bounds[0].substring(14, 16) + ".." + bounds[1].substring(14, 16);
    }

    private static String views(String window, String lateness, String time) {
        return """
                watermark: {outOfOrderness: P10D, heartbeatEvery: PT1M, idleBound: P10D, requestLifetime: PT0S}
                deduplicateFor: PT2H
                views:
                  - name: score
                    key: none
                    time: %s
                    window: {%s}
                    aggregates: [sum]
                    allowedLateness: %s
                    latePaneEvery: PT1M
                """.formatted(time, window, lateness);
    }

    /** Times of the book's day. */
    private static final class EventTimes {
        static long at(String time) {
            return java.time.Instant.parse("2026-01-01T" + time + "Z").toEpochMilli();
        }
    }
}
