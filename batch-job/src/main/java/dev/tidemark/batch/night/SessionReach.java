package dev.tidemark.batch.night;

import dev.tidemark.batch.replay.SessionShape;
import dev.tidemark.batch.replay.Shapes;
import dev.tidemark.batch.replay.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.state.State.StoredFile;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/**
 * How far sessions reach over midnights: which later days an arrival changes through the session that it is in, and how
 * many days before a day must be read so that none of its sessions has begun before.
 */
final class SessionReach {

    /** A session that goes on for longer is cut where reading begins. */
    static final int MOST_DAYS = 64;

    private final Database database;
    private final Views views;
    private final Sources sources;
    private final Shapes shapes;

    SessionReach(Database database, Views views, Sources sources, Shapes shapes) {
        this.database = database;
        this.views = views;
        this.sources = sources;
        this.shapes = shapes;
    }

    /** Adds to the days those that the sessions of the touched days end in. */
    void addLaterDays(Set<Long> touched, NavigableSet<Long> days) {
        for (int number = 0; number < views.views().size(); number++) {
            View view = views.views().get(number);
            if (shapes.of(view) instanceof SessionShape shape) {
                Deque<Long> queue = new ArrayDeque<>(touched);
                while (!queue.isEmpty()) {
                    long day = queue.remove();
                    long midnight = (day + 1) * ViewShape.DAY;
                    if (!days.contains(day + 1)
                            && ask(number, view, shape, day + 1, midnight - shape.gapMillis() - 1, midnight)) {
                        days.add(day + 1);
                        queue.add(day + 1);
                    }
                }
            }
        }
    }

    /** Lets the shapes of session views reach back as far as the sessions of the days do. */
    void reachBack(NavigableSet<Long> days) {
        for (int number = 0; number < views.views().size(); number++) {
            View view = views.views().get(number);
            if (shapes.of(view) instanceof SessionShape shape) {
                SessionShape reaching = shape;
                for (long day : days) {
                    while (reaching.daysBack() < MOST_DAYS
                            && ask(number, view, reaching, day, reaching.firstNeeded(day), reaching.firstNeeded(day))) {
                        reaching = reaching.reachingBack(Math.min(MOST_DAYS, 2 * reaching.daysBack()));
                    }
                }
                shapes.put(view, reaching);
            }
        }
    }

    /** Whether events from {@code from} on run into the day, of which some lie less than a gap behind the edge. */
    private boolean ask(int number, View view, SessionShape shape, long day, long from, long edge) {
        List<StoredFile> files = sources.between(views, view.time(), from, shape.endNeeded(day));
        if (files.isEmpty()) {
            return false;
        }
        Map<String, Object> parameters =
                new HashMap<>(sources.viewSql(files).parameters(number, view, from, shape.endNeeded(day)));
        parameters.put("occurrences", sources.occurrences(files));
        parameters.put("edge", edge);
        parameters.put("day", day);
        return database.row("sessions.openAtTheEdge", parameters, row -> row.getBoolean(1));
    }
}
