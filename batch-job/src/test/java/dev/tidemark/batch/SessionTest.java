package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sessions of ten minutes. Rows are {@code start..end batch/streamFinal sessions lateBeyond duplicate open}, times of day on
 * the 22nd, with {@code +} on the 23rd.
 */
final class SessionTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT30S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT1H
            views:
              - name: visits
                where: {type: score}
                key: deviceId
                window: {session: PT10M, boundary: BOUNDARY}
                aggregates: [count, sum]
                allowedLateness: PT30M
                latePaneEvery: PT1M
            """;

    @TempDir
    Path folder;

    private TestPlatform platform = platform("exclusive");

    private static TestPlatform platform(String boundary) {
        return new TestPlatform(TestEvents.views(VIEWS.replace("BOUNDARY", boundary)), 2);
    }

    private static long time(String clock) {
        boolean next = clock.startsWith("+");
        return IsoInstant.parse((next ? "2026-11-23T" : "2026-11-22T") + clock.replace("+", "") + ":00.000Z");
    }

    private static String clock(String instant) {
        return (instant.startsWith("2026-11-23") ? "+" : "") + instant.substring(11, 16);
    }

    /** One event of worth 1, seen two seconds later. */
    private void at(String... clocks) {
        for (String clock : clocks) {
            late(clock, clock, "e" + clock);
        }
    }

    private void late(String clock, String received, String id) {
        platform.put(TestEvents.one(
                "d",
                id,
                IsoInstant.format(time(clock)),
                IsoInstant.format(Math.max(time(clock), time(received)) + 2_000),
                "1",
                Map.of()));
    }

    private void watermark(String clock) {
        platform.control(new LogRecord.Watermark(time(clock)));
    }

    private NightResult night() {
        watermark("+12:00");
        platform.close();
        return new TestNight(platform, folder).run();
    }

    private List<String> rows() {
        TreeSet<String> lines = new TreeSet<>();
        try (var days = Files.list(folder.resolve("report"))) {
            for (Path day : days.filter(Files::isDirectory).toList()) {
                for (List<String> row : TestEvents.rows(day.resolve("windows.csv"))) {
                    if (row.get(4).equals("count")) {
                        lines.add(clock(row.get(1)) + ".." + clock(row.get(2)) + " " + row.get(7) + "/" + row.get(6)
                                + " " + row.get(14) + " " + row.get(8) + " " + row.get(9) + " " + row.get(12));
                        assertThat(row.get(13)).as("unexplained").isEqualTo("0");
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(lines);
    }

    private List<String> corrections() {
        return platform.items.all(Table.CORRECTIONS).stream()
                .filter(item -> item.pk().startsWith("visits@"))
                .map(item -> {
                    String[] window = item.sk().split("#")[0].split("/");
                    return clock(window[0]) + ".." + clock(window[1]) + " "
                            + (item.flag("removed")
                                    ? "removed"
                                    : item.number("count").toPlainString());
                })
                .sorted()
                .toList();
    }

    @Test
    void runsOfEventsPartedBySilence() {
        at("12:00", "12:09", "12:18", "12:30", "12:35");
        assertThat(night().summary().faults()).isEmpty();
        assertThat(rows()).containsExactly("12:00..12:28 3/3 1 0 0 0", "12:30..12:45 2/2 1 0 0 0");
        assertThat(corrections()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"exclusive, 12:00..12:10 1/1 1 0 0 0; 12:10..12:20 1/1 1 0 0 0", "inclusive, 12:00..12:20 2/2 1 0 0 0"})
    void eventsExactlyOneGapApart(String boundary, String expected) {
        platform = platform(boundary);
        at("12:00", "12:10");
        assertThat(night().summary().faults()).isEmpty();
        assertThat(rows()).containsExactly(expected.split("; "));
    }

    @Test
    void midnightCutsNoSession() {
        at("23:45", "23:54", "+00:03", "+00:12");
        assertThat(night().summary().faults()).isEmpty();
        assertThat(rows()).containsExactly("23:45..+00:22 4/4 1 0 0 0");
        assertThat(folder.resolve("report/2026-11-23")).isDirectory();
    }

    @Test
    void atMidnightTheBoundaryIsWhatItIsElsewhere() {
        platform = platform("inclusive");
        at("23:50", "+00:00");
        assertThat(night().summary().faults()).isEmpty();
        assertThat(rows()).containsExactly("23:50..+00:10 2/2 1 0 0 0");
    }

    @Test
    void aSessionThatBeganDaysBeforeIsReadFromItsBeginning() {
        platform.arrivalMillis = time("00:00");
        long start = time("00:00") - 3 * 86_400_000L;
        for (long at = start; at < time("12:00"); at += 9 * 60_000) {
            String stamp = IsoInstant.format(at);
            platform.put(TestEvents.one("d", stamp, stamp, IsoInstant.format(at + 2_000), "1", Map.of()));
        }
        assertThat(night().summary().faults()).isEmpty();
        // Three and a half days, an event every nine minutes.
        assertThat(rows()).containsExactly("00:00..12:01 560/560 1 0 0 0");
    }

    @Test
    void aLateEventThatJoinsTwoPublishedSessionsWithdrawsThem() {
        at("12:00", "12:15");
        watermark("12:45");
        late("12:08", "12:46", "bridge");
        NightResult result = night();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        // Two sessions, the one that takes their place, and the withdrawal of the one with another last bucket.
        assertThat(platform.items.all(Table.WINDOWS)).hasSize(4);
        assertThat(rows()).containsExactly("12:00..12:25 3/3 1 0 0 0");
    }

    @Test
    void whatCameTooLateIsExplainedAndCorrected() {
        at("12:00", "12:15");
        watermark("13:30");
        late("12:08", "13:31", "bridge");
        assertThat(night().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows()).containsExactly("12:00..12:25 3/2 2 1 0 0");
        assertThat(corrections()).containsExactly("12:00..12:10 removed", "12:00..12:25 3", "12:15..12:25 removed");
    }

    @Test
    void aSessionOfRepeatedEventsAloneHasARowOfItsOwn() {
        at("12:00");
        platform.control(new LogRecord.Heartbeat(time("14:00")));
        platform.put(
                TestEvents.one("d", "e12:00", "2026-11-22T14:00:00.000Z", "2026-11-22T14:00:02.000Z", "1", Map.of()));
        assertThat(night().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows()).containsExactly("12:00..12:10 1/1 1 0 0 0", "14:00..14:10 0/1 1 0 1 0");
        assertThat(corrections()).containsExactly("14:00..14:10 removed");
    }

    @Test
    void aRepeatedEventThatJoinsTwoSessionsCarriesTheirEventsIntoItsRow() {
        at("11:00");
        watermark("11:01");
        at("12:10", "12:25");
        platform.put(
                TestEvents.one("d", "e11:00", "2026-11-22T12:18:00.000Z", "2026-11-22T12:26:00.000Z", "1", Map.of()));
        assertThat(night().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(rows())
                .containsExactly(
                        "11:00..11:10 1/1 1 0 0 0",
                        "12:10..12:20 1/0 0 0 -1 0",
                        "12:10..12:35 0/3 1 0 3 0",
                        "12:25..12:35 1/0 0 0 -1 0");
    }

    @Test
    void aSessionThatGoesOnAtTheCutIsOpen() {
        at("12:00", "12:05");
        watermark("12:20");
        platform.close();
        NightResult result = new TestNight(platform, folder).run();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(rows()).containsExactly("12:00..12:15 2/0 0 0 0 2");
    }

    @Test
    void aLateArrivalInALongSessionTouchesTheDayThatItEndsOn() {
        at("23:20", "23:29", "23:38", "23:47", "23:56", "+00:05");
        watermark("+06:00");
        platform.close();
        TestNight night = new TestNight(platform, folder);
        assertThat(night.run().summary().faults()).isEmpty();
        late("23:21", "+06:01", "forgotten");
        platform.close();
        assertThat(night.run().summary().faults()).isEmpty();
        assertThat(rows()).containsExactly("23:20..+00:15 7/6 1 1 0 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            first    | 2026-11-22T12:01:00.000Z | 12:00..12:18
            count    | 7 | count 7
            start    | 2026-11-22T12:01:00.000Z | session 2026-11-22T12:01:00.000Z
            retracts | 2026-11-22T11:00:00.000Z/2026-11-22T11:10:00.000Z | withdraws 2026-11-22T11:00
            index    | 7 | ON_TIME
            """)
    void aPublishedSessionThatSomebodyChangedIsFound(String field, String value, String detail) {
        at("12:00", "12:08");
        watermark("+12:00");
        platform.close();
        Item pane = platform.items.all(Table.WINDOWS).get(0);
        Object changed = field.equals("first")
                ? (Object) time("12:01")
                : field.equals("retracts") ? List.of(value) : value.length() == 1 ? (Object) 7L : value;
        platform.items.put(Table.WINDOWS, new Item(new HashMap<>(pane.fields())).with(field, changed));
        NightResult result = new TestNight(platform, folder).run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        NightFault fault = result.summary().faults().get(0);
        assertThat(fault.kind()).isEqualTo(NightFault.FaultKind.PANE);
        assertThat(fault.object())
                .contains("2026-11-22T12:00:00.000Z/2026-11-22T12:10:00.000Z")
                .contains(pane.sk());
        if (!field.equals("first")) {
            assertThat(fault.detail()).contains(detail);
        }
    }

    @Test
    void aMissingWithdrawalIsFound() {
        at("12:00", "12:12");
        watermark("12:45");
        late("12:08", "12:46", "bridge");
        watermark("+12:00");
        platform.close();
        Item withdrawal = platform.items.all(Table.WINDOWS).stream()
                .filter(item -> item.flag("retracted"))
                .findFirst()
                .orElseThrow();
        platform.items.remove(Table.WINDOWS, withdrawal);
        NightResult result = new TestNight(platform, folder).run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults().get(0).detail())
                .contains("missing")
                .contains("withdrawn by 2026-11-22T12:00:00.000Z/2026-11-22T12:22:00.000Z");
    }

    @Test
    void aBucketsCellWithAnotherFirstEventIsFound() {
        at("12:00", "12:08");
        watermark("+12:00");
        platform.close();
        Item cell = platform.items.all(Table.CELLS).get(0);
        platform.items.put(Table.CELLS, cell.with("first", time("12:01")));
        NightResult result = new TestNight(platform, folder).run();
        assertThat(result.summary().faults()).singleElement().satisfies(fault -> assertThat(fault.detail())
                .contains("first 2026-11-22T12:01:00.000Z")
                .contains("first 2026-11-22T12:00:00.000Z"));
    }
}
