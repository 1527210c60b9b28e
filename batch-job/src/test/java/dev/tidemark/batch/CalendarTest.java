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
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days, weeks and months of a wall calendar: computed by the batch, and held against the stream's. */
final class CalendarTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT30S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT2H
            views:
              - name: calendar
                where: {type: score}
                key: attributes.team
                window: {calendar: UNIT, zone: ZONE}
                aggregates: [count, sum]
                allowedLateness: PT2M
                latePaneEvery: PT1M
            """;

    @TempDir
    Path folder;

    private static TestPlatform platform(String unit, String zone) {
        return new TestPlatform(TestEvents.views(VIEWS.replace("UNIT", unit).replace("ZONE", zone)), 2);
    }

    private static void score(TestPlatform platform, long millis) {
        String at = IsoInstant.format(millis);
        platform.put(TestEvents.one("device", at, at, IsoInstant.format(millis + 2_000), "1", Map.of("team", "red")));
    }

    private static void everyHour(TestPlatform platform, String from, String to) {
        for (long at = IsoInstant.parse(from); at < IsoInstant.parse(to); at += 3_600_000) {
            score(platform, at);
        }
        platform.control(new LogRecord.Watermark(IsoInstant.parse(to) + 90L * 86_400_000));
        platform.close();
    }

    /** Window starts and batch counts, as {@code 2026-10-24T22:00:00.000Z 25}. */
    private static List<String> counts(Path report) {
        TreeSet<String> lines = new TreeSet<>();
        try (var days = Files.list(report)) {
            for (Path day : days.filter(Files::isDirectory).toList()) {
                for (List<String> row : TestEvents.rows(day.resolve("windows.csv"))) {
                    if (row.get(4).equals("count")) {
                        assertThat(row.get(6)).as("final pane").isEqualTo(row.get(7));
                        lines.add(row.get(1) + " " + row.get(7));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(lines);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            day                | Europe/Berlin     | 2026-10-24T22:00:00.000Z 25 | the clocks go back
            day                | Europe/Berlin     | 2026-10-25T23:00:00.000Z 24 | the day after
            day                | Pacific/Auckland  | 2026-10-24T11:00:00.000Z 24 | far east of UTC
            day                | Pacific/Honolulu  | 2026-10-24T10:00:00.000Z 24 | far west of UTC
            'week, weekStart: sunday' | Asia/Seoul     | 2026-10-24T15:00:00.000Z 168 | from Sunday on
            week               | UTC               | 2026-10-19T00:00:00.000Z 168 | from Monday on
            month              | America/New_York  | 2026-10-01T04:00:00.000Z 744 | a whole month
            """)
    void anEventEveryHour(String unit, String zone, String expected, String why) {
        TestPlatform platform = platform(unit, zone);
        everyHour(platform, "2026-10-01T00:00:00.000Z", "2026-11-03T00:00:00.000Z");
        NightResult result = new TestNight(platform, folder).run();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(counts(folder.resolve("report"))).as(why).contains(expected);
    }

    @Test
    void aDayOnWhichTheClocksGoForwardHas23Hours() {
        TestPlatform platform = platform("day", "Europe/Berlin");
        everyHour(platform, "2026-03-27T00:00:00.000Z", "2026-03-31T00:00:00.000Z");
        TestNight night = new TestNight(platform, folder);
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(counts(night.report())).contains("2026-03-28T23:00:00.000Z 23");
    }

    @Test
    void aZoneThatSkipsADayHasNoWindowForIt() {
        TestPlatform platform = platform("day", "Pacific/Apia");
        everyHour(platform, "2011-12-29T10:00:00.000Z", "2011-12-31T10:00:00.000Z");
        TestNight night = new TestNight(platform, folder);
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.PASS);
        // The 29th ends at 10:00Z on the 30th, and the 31st begins there.
        assertThat(counts(night.report()))
                .containsExactly("2011-12-29T10:00:00.000Z 24", "2011-12-30T10:00:00.000Z 24");
    }

    @Test
    void aMonthIsComputedOnTheDayItEndsAlthoughItsEventsCameWeeksBefore() {
        TestPlatform platform = platform("month", "UTC");
        everyHour(platform, "2026-11-03T00:00:00.000Z", "2026-11-04T00:00:00.000Z");
        TestNight night = new TestNight(platform, folder);
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(counts(night.report())).containsExactly("2026-11-01T00:00:00.000Z 24");
        assertThat(night.report().resolve("2026-11-30")).isDirectory();
    }

    @Test
    void aCellThatSomebodyChangedIsFoundAndNamedWithItsMonth() {
        TestPlatform platform = platform("month", "America/New_York");
        everyHour(platform, "2026-10-05T00:00:00.000Z", "2026-11-03T00:00:00.000Z");
        Item cell = platform.items.all(Table.CELLS).stream()
                .filter(item -> item.pk().contains("2026-10-01T04:00:00.000Z"))
                .findFirst()
                .orElseThrow();
        platform.items.put(Table.CELLS, cell.with("sum", BigDecimal.valueOf(9)));
        NightResult result = new TestNight(platform, folder).run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(NightFault.FaultKind.CELL);
            assertThat(fault.windowStart()).isEqualTo(IsoInstant.parse("2026-10-01T04:00:00.000Z"));
            assertThat(fault.windowEnd()).isEqualTo(IsoInstant.parse("2026-11-01T04:00:00.000Z"));
            assertThat(fault.detail()).contains("sum 9");
        });
    }

    /** Anywhere, around the days on which the clocks change. */
    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void everyEventIsInTheWindowThatJavaTimeGivesIt(
            @ForAll("zones") String zone, @ForAll("units") WindowSpec.Unit unit, @ForAll("times") List<Long> times)
            throws IOException {
        Path scratch = Files.createTempDirectory(Path.of("target"), "calendar");
        TestPlatform platform = platform(
                unit == WindowSpec.Unit.WEEK
                        ? "week, weekStart: wednesday"
                        : unit.name().toLowerCase(),
                zone);
        Map<Long, Long> expected = new TreeMap<>();
        for (long time : new TreeSet<>(times)) {
            score(platform, time);
            expected.merge(startOfWindow(time, unit, ZoneId.of(zone)), 1L, Long::sum);
        }
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2027-12-01T00:00:00.000Z")));
        platform.close();
        TestNight night = new TestNight(platform, scratch);
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(counts(night.report()))
                .containsExactlyElementsOf(expected.entrySet().stream()
                        .map(entry -> IsoInstant.format(entry.getKey()) + " " + entry.getValue())
                        .toList());
    }

    private static long startOfWindow(long time, WindowSpec.Unit unit, ZoneId zone) {
        LocalDate day = Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
        LocalDate first =
                switch (unit) {
                    case DAY -> day;
                    case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.WEDNESDAY));
                    case MONTH -> day.withDayOfMonth(1);
                };
        return first.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    @Provide
    Arbitrary<String> zones() {
        return Arbitraries.of(
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "Asia/Kathmandu",
                "Australia/Lord_Howe",
                "Pacific/Kiritimati",
                "Pacific/Pago_Pago");
    }

    @Provide
    Arbitrary<WindowSpec.Unit> units() {
        return Arbitraries.of(WindowSpec.Unit.class);
    }

    @Provide
    Arbitrary<List<Long>> times() {
        Arbitrary<Long> around = Arbitraries.of(
                IsoInstant.parse("2026-03-29T01:00:00.000Z"),
                IsoInstant.parse("2026-10-25T01:00:00.000Z"),
                IsoInstant.parse("2026-11-01T06:00:00.000Z"));
        Arbitrary<Long> off = Arbitraries.longs().between(-60L * 3_600_000, 60L * 3_600_000);
        return Combinators.combine(around, off)
                .as(Long::sum)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }
}
