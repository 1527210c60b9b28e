package dev.tidemark.serving.windows;

import dev.tidemark.platform.item.Lifetime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Answers questions page by page. */
public final class WindowPages {

    /**
     * After so many queries a page ends before its next frame, with a cursor, however few values it has: a stretch without events
     * costs a page, not a time-out.
     */
    static final int MOST_QUERIES = 400;

    private static final long MINUTE_MILLIS = 60_000;
    private static final Duration MARGIN = Duration.ofDays(1);

    private final WindowReader reader;
    private final InstantSource clock;

    public WindowPages(WindowReader reader, InstantSource clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /** Opens the page of a cursor, or without one the first. */
    public WindowPage.Opened open(WindowQuestion question, Optional<String> cursor) {
        if (cursor.isEmpty()) {
            Standpoint now = reader.standpoint(question.view());
            // To the minute: whoever asks the same again while nothing has changed gets the same page, its cursor
            // included.
            long begun = Math.floorDiv(clock.millis(), MINUTE_MILLIS) * MINUTE_MILLIS;
            return new WindowPage.Open(page(question, begun, now, false, Optional.empty()));
        }
        long now = clock.millis();
        Optional<Cursor> read = Cursor.read(cursor.get())
                .filter(found -> found.question().equals(question.hash()) && !found.isAhead(now));
        if (read.isEmpty()) {
            return new WindowPage.NoCursor();
        }
        Cursor from = read.get();
        return from.isAlive(now)
                ? new WindowPage.Open(
                        page(question, from.begunMillis(), from.at(), from.told(), Optional.of(from.behind())))
                : new WindowPage.OldCursor();
    }

    private WindowPage page(
            WindowQuestion question, long begunMillis, Standpoint at, boolean told, Optional<Position> behind) {
        long keptFrom = keptFromMillis(question, begunMillis);
        WindowWalk walk = question.lateness()
                .map(lateness ->
                        reader.walk(question.view(), question.query(), lateness, at, keptFrom, behind, MOST_QUERIES))
                .orElseGet(() -> reader.walk(
                        question.view(), question.layer(), question.query(), at, keptFrom, behind, MOST_QUERIES));
        return new WindowPage(question, begunMillis, at, keptFrom, told, walk);
    }

    /**
     * Since when all that the answer is made of is kept, seen from its first page: nothing is written before the time that it is
     * about, and the day of margin is longer than a cursor lives.
     */
    private static long keptFromMillis(WindowQuestion question, long begunMillis) {
        Lifetime lifetime = question.lateness().isPresent() ? Lifetime.WORKING : Lifetime.PUBLISHED;
        return lifetime.duration()
                .map(kept -> begunMillis - kept.minus(MARGIN).toMillis())
                .orElse(Long.MIN_VALUE);
    }

    /**
     * Why a page to the end of its question has no value.
     *
     * @param hasReport whether there is a report of a UTC day, {@code 2026-11-20}
     */
    public Absence why(WindowQuestion question, WindowPage page, Predicate<String> hasReport) {
        long from = question.query().fromMillis();
        long to = question.query().toMillis();
        if (from >= page.frontierMillis()) {
            return new Absence.NotYet(page.frontierMillis());
        }
        NavigableSet<String> days = reader.daysInBooks(question.view(), page.at());
        Optional<String> firstDay = days.isEmpty() ? Optional.empty() : Optional.of(days.first());
        if (from < page.keptFromMillis()) {
            String first = CorrectionReader.dayOf(from + 1);
            String last = CorrectionReader.dayOf(Math.min(to, page.keptFromMillis()));
            Optional<String> report = Stream.of(first, last).filter(hasReport).findFirst();
            if (report.isPresent()
                    || firstDay.filter(day -> day.compareTo(last) <= 0).isPresent()) {
                return new Absence.Expired(report);
            }
        }
        if (firstDay.filter(day -> day.compareTo(CorrectionReader.dayOf(to)) > 0)
                .isPresent()) {
            return new Absence.NotCovered(firstDay);
        }
        if (to > page.frontierMillis()) {
            return new Absence.NotYet(page.frontierMillis());
        }
        return firstDay.isPresent() ? new Absence.Empty() : new Absence.NotCovered(firstDay);
    }
}
