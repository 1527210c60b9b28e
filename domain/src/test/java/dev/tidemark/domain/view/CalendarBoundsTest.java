package dev.tidemark.domain.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarBoundsTest {

    @ParameterizedTest
    @CsvSource({
        // unit, week start, zone, time, start, end
        "DAY, MONDAY, Asia/Seoul, 2026-11-22T15:00:00Z, 2026-11-22T15:00:00Z, 2026-11-23T15:00:00Z",
        "DAY, MONDAY, Asia/Seoul, 2026-11-22T14:59:59.999Z, 2026-11-21T15:00:00Z, 2026-11-22T15:00:00Z",
        // Clocks go forward: a day of 23 hours; and back: one of 25.
        "DAY, MONDAY, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "DAY, MONDAY, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        // Clocks went forward at midnight: the day began at one o'clock.
        "DAY, MONDAY, America/Sao_Paulo, 2018-11-04T12:00:00Z, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
        // Clocks went back from 00:01 to 23:01 of the day before, whose date came again for an hour.
        "DAY, MONDAY, America/St_Johns, 2010-11-07T02:45:00Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z",
        // Samoa had no 30 December 2011.
        "DAY, MONDAY, Pacific/Apia, 2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
        "DAY, MONDAY, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
        "WEEK, MONDAY, UTC, 2026-11-22T12:00:00Z, 2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
        "WEEK, SUNDAY, UTC, 2026-11-22T12:00:00Z, 2026-11-22T00:00:00Z, 2026-11-29T00:00:00Z",
        "WEEK, SATURDAY, UTC, 2026-11-22T12:00:00Z, 2026-11-21T00:00:00Z, 2026-11-28T00:00:00Z",
        "MONTH, MONDAY, UTC, 2024-02-29T12:00:00Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "MONTH, MONDAY, Asia/Kathmandu, 2026-12-31T18:15:00Z, 2026-12-31T18:15:00Z, 2027-01-31T18:15:00Z",
    })
    void aTimeIsInTheWindowThatTheWallCalendarSays(
            WindowSpec.Unit unit, DayOfWeek weekStart, String zone, String time, String start, String end) {
        CalendarBounds calendar = new CalendarBounds(new WindowSpec.Calendar(unit, weekStart, ZoneId.of(zone)));

        CalendarBounds.CalendarWindow bounds = calendar.at(millis(time));

        assertThat(Instant.ofEpochMilli(bounds.startMillis())).isEqualTo(Instant.parse(start));
        assertThat(Instant.ofEpochMilli(bounds.endMillis())).isEqualTo(Instant.parse(end));
    }

    @Property
    void windowsLieSideBySideAndHoldTheirTimes(
            @ForAll @LongRange(min = 0, max = 2_000_000_000_000L) long time,
            @ForAll WindowSpec.Unit unit,
            @ForAll DayOfWeek weekStart) {
        for (String zone : List.of("America/St_Johns", "Pacific/Apia", "Europe/Berlin", "America/Sao_Paulo")) {
            CalendarBounds calendar = new CalendarBounds(new WindowSpec.Calendar(unit, weekStart, ZoneId.of(zone)));

            CalendarBounds.CalendarWindow bounds = calendar.at(time);

            assertThat(time).isBetween(bounds.startMillis(), bounds.endMillis() - 1);
            assertThat(calendar.at(bounds.startMillis())).isEqualTo(bounds);
            assertThat(calendar.at(bounds.endMillis() - 1)).isEqualTo(bounds);
            assertThat(calendar.at(bounds.endMillis()).startMillis()).isEqualTo(bounds.endMillis());
        }
    }

    @Test
    void theWindowsOfAYearOfDaysInBerlinAreThreeHundredAndSixtyFive() {
        CalendarBounds calendar = new CalendarBounds(
                new WindowSpec.Calendar(WindowSpec.Unit.DAY, DayOfWeek.MONDAY, ZoneId.of("Europe/Berlin")));

        List<CalendarBounds.CalendarWindow> days =
                calendar.between(millis("2025-12-31T23:00:00Z"), millis("2026-12-31T23:00:00Z"));

        assertThat(days).hasSize(365);
        assertThat(days.stream()
                        .map(day -> Duration.ofMillis(day.endMillis() - day.startMillis())
                                .toHours())
                        .distinct())
                .containsExactlyInAnyOrder(23L, 24L, 25L);
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
