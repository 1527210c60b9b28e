package dev.tidemark.batch.recompute;

import dev.tidemark.batch.decide.Touched;
import dev.tidemark.batch.shape.SessionShape;
import dev.tidemark.batch.shape.Shapes;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.state.StoredFile;
import dev.tidemark.domain.view.Horizons;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How far sessions reach over midnights: which later days an arrival changes through the session that it is in, and how
 * many days before a day must be read so that none of its sessions has begun before. Each view walks by itself.
 */
final class SessionReach {

    private static final int MOST_DAYS = Math.toIntExact(Horizons.LONGEST_SESSION.toDays());

    private record SessionRun(long firstDay, long lastDay, boolean open) {}

    private final Database database;
    private final Views views;
    private final Sources sources;

    SessionReach(Database database, Views views, Sources sources) {
        this.database = database;
        this.views = views;
        this.sources = sources;
    }

    /**
     * The days on which a session can end that something new has come into, of any view: from that of the new event to that
     * of the end of the whole run of events around it.
     *
     * @param touched the times of what is new
     * @param isNew whether a row of occurrences is new, as a condition
     * @param end no event is later, milliseconds
     */
    NavigableSet<Long> daysOfRuns(Touched touched, String isNew, long end) {
        NavigableSet<Long> days = new TreeSet<>();
        for (int number = 0; number < views.views().size(); number++) {
            View view = views.views().get(number);
            if (ViewShape.of(view) instanceof SessionShape) {
                for (DayStretch stretch : stretches(touched.arrivalDays(view.time()))) {
                    days.addAll(daysOfRuns(number, view, stretch, isNew, end));
                }
            }
        }
        return days;
    }

    private record DayStretch(long firstDay, long lastDay) {}

    /** Days in a row. */
    private static List<DayStretch> stretches(NavigableSet<Long> days) {
        List<DayStretch> stretches = new ArrayList<>();
        for (long day : days) {
            DayStretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
            if (last != null && last.lastDay() + 1 == day) {
                stretches.set(stretches.size() - 1, new DayStretch(last.firstDay(), day));
            } else {
                stretches.add(new DayStretch(day, day));
            }
        }
        return stretches;
    }

    /** Reads on, twice as far each time, until every run has ended. */
    private NavigableSet<Long> daysOfRuns(int number, View view, DayStretch stretch, String isNew, long end) {
        long from = stretch.firstDay() * ViewShape.DAY;
        for (long more = 1; ; more *= 2) {
            long to = (stretch.lastDay() + 1 + more) * ViewShape.DAY;
            List<SessionRun> runs = runs(number, view, from, to, isNew);
            if (to > end || runs.stream().noneMatch(SessionRun::open)) {
                NavigableSet<Long> days = new TreeSet<>();
                for (SessionRun run : runs) {
                    for (long day = run.firstDay(); day <= run.lastDay(); day++) {
                        days.add(day);
                    }
                }
                return days;
            }
        }
    }

    private List<SessionRun> runs(int number, View view, long from, long to, String isNew) {
        List<StoredFile> files = sources.between(views, view.time(), from, to);
        if (files.isEmpty()) {
            return List.of();
        }
        Map<String, Object> parameters = parameters(number, view, files, from, to);
        parameters.put("isNew", isNew);
        return database.rows(
                "sessions.newRuns",
                parameters,
                row -> new SessionRun(row.getLong("first_day"), row.getLong("last_day"), row.getBoolean("open")));
    }

    /** Shapes of session views that reach back as far as the sessions of the days do. */
    Shapes reachingBack(Shapes shapes, NavigableSet<Long> days) {
        Shapes reaching = shapes;
        for (int number = 0; number < views.views().size(); number++) {
            View view = views.views().get(number);
            if (shapes.of(view) instanceof SessionShape shape) {
                SessionShape back = shape;
                for (long day : days) {
                    while (back.daysBack() < MOST_DAYS && mayHaveBegunBefore(number, view, back, day)) {
                        back = back.reachingBack(Math.min(MOST_DAYS, 2 * back.daysBack()));
                    }
                }
                reaching = reaching.with(view, back);
            }
        }
        return reaching;
    }

    /** Whether a run of events that ends on the day begins less than a gap behind the edge of what is read. */
    private boolean mayHaveBegunBefore(int number, View view, SessionShape shape, long day) {
        long from = shape.firstNeeded(day);
        List<StoredFile> files = sources.between(views, view.time(), from, shape.endNeeded(day));
        if (files.isEmpty()) {
            return false;
        }
        Map<String, Object> parameters = parameters(number, view, files, from, shape.endNeeded(day));
        parameters.put("isNew", "false");
        parameters.put("day", day);
        return database.row("sessions.openAtTheEdge", parameters, row -> row.getBoolean(1));
    }

    private Map<String, Object> parameters(int number, View view, List<StoredFile> files, long from, long to) {
        Map<String, Object> parameters = new HashMap<>(sources.viewSql(files).parameters(number, view, from, to));
        parameters.put("occurrences", sources.occurrences(files));
        return parameters;
    }
}
