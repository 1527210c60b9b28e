package dev.tidemark.serving.windows;

import java.time.InstantSource;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Predicate;

/** Answers questions page by page. */
public final class WindowPages {

    /**
     * After so many queries a page ends before its next frame, with a cursor, however few values it has: a stretch without events
     * costs a page, not a time-out.
     */
    static final int MOST_QUERIES = 400;

    private static final long MINUTE_MILLIS = 60_000;

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
            return new WindowPage.Open(page(question, begun, now, Optional.empty()));
        }
        Optional<Cursor> read =
                Cursor.read(cursor.get()).filter(found -> found.question().equals(question.hash()));
        if (read.isEmpty()) {
            return new WindowPage.NoCursor();
        }
        Cursor from = read.get();
        return from.isAlive(clock.millis())
                ? new WindowPage.Open(page(question, from.begunMillis(), from.at(), Optional.of(from.behind())))
                : new WindowPage.OldCursor();
    }

    private WindowPage page(WindowQuestion question, long begunMillis, Standpoint at, Optional<Position> behind) {
        WindowWalk walk = question.lateness()
                .map(lateness -> reader.walk(question.view(), question.query(), lateness, at, behind, MOST_QUERIES))
                .orElseGet(() ->
                        reader.walk(question.view(), question.layer(), question.query(), at, behind, MOST_QUERIES));
        return new WindowPage(question, begunMillis, at, walk);
    }

    /**
     * Why a page to the end of its question has no value.
     *
     * @param hasReport whether there is a report of a UTC day, {@code 2026-11-20}
     */
    public Absence why(WindowQuestion question, WindowPage page, Predicate<String> hasReport) {
        if (question.query().fromMillis() >= page.frontierMillis()) {
            return new Absence.NotYet(page.frontierMillis());
        }
        NavigableSet<String> days = reader.daysInBooks(question.view(), page.at());
        String last = CorrectionReader.dayOf(question.query().toMillis());
        if (!days.isEmpty() && last.compareTo(days.first()) < 0) {
            String first = CorrectionReader.dayOf(question.query().fromMillis() + 1);
            return hasReport.test(first)
                    ? new Absence.Expired(first)
                    : hasReport.test(last) ? new Absence.Expired(last) : new Absence.NotCovered(days.first());
        }
        return new Absence.Empty();
    }
}
