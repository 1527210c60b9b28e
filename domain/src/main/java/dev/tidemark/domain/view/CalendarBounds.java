package dev.tidemark.domain.view;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the windows of a calendar begin and end, by java.time's zone data: the one source of these bounds for stream and
 * batch, since engines carry zone data of their own. A day begins when its first moment does, which is not midnight where
 * the clocks skip it, and lasts 23 or 25 hours where they change.
 */
public final class CalendarBounds {

    private final WindowSpec.Calendar calendar;

    public CalendarBounds(WindowSpec.Calendar calendar) {
        this.calendar = calendar;
    }

    /**
     * One window, {@code [start, end)}, in milliseconds since the epoch.
     *
     * @param startMillis inclusive
     * @param endMillis exclusive
     */
    public record CalendarWindow(long startMillis, long endMillis) {}

    /** The window that holds this time. */
    public CalendarWindow at(long timeMillis) {
        LocalDate day = Instant.ofEpochMilli(timeMillis).atZone(calendar.zone()).toLocalDate();
        LocalDate first = first(day);
        // Where the clocks go back across midnight, a time after a day's first moment can bear the date before it.
        for (LocalDate next = next(first); millis(next) <= timeMillis; next = next(first)) {
            first = next;
        }
        return new CalendarWindow(millis(first), millis(next(first)));
    }

    /** The windows that hold any time in {@code [from, to)}, ascending. */
    public List<CalendarWindow> between(long fromMillis, long toMillis) {
        List<CalendarWindow> windows = new ArrayList<>();
        for (CalendarWindow bounds = at(fromMillis); bounds.startMillis() < toMillis; bounds = at(bounds.endMillis())) {
            windows.add(bounds);
        }
        return windows;
    }

    private LocalDate first(LocalDate day) {
        return switch (calendar.unit()) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(weekStart()));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    /** The first day of the next window that begins later: a zone may skip a day altogether. */
    private LocalDate next(LocalDate first) {
        ChronoUnit unit =
                switch (calendar.unit()) {
                    case DAY -> ChronoUnit.DAYS;
                    case WEEK -> ChronoUnit.WEEKS;
                    case MONTH -> ChronoUnit.MONTHS;
                };
        LocalDate next = first.plus(1, unit);
        while (millis(next) <= millis(first)) {
            next = next.plus(1, unit);
        }
        return next;
    }

    private DayOfWeek weekStart() {
        return calendar.weekStart();
    }

    private long millis(LocalDate day) {
        return day.atStartOfDay(calendar.zone()).toInstant().toEpochMilli();
    }
}
