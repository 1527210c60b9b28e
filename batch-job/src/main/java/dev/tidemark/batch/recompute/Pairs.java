package dev.tidemark.batch.recompute;

import dev.tidemark.batch.shape.JoinSql;
import dev.tidemark.batch.shape.ViewSql;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pairs of events, from which a join's windows are computed as others are from events. */
final class Pairs {

    /** What reads the pairs of the view that was made last. */
    static final String PAIRS = "join_pairs";

    private Pairs() {}

    /**
     * Makes the pairs of a view, in place of its occurrences, until those of the next.
     *
     * @param occurrences what reads the events
     * @param from first millisecond of the pairs' time
     * @param to end of it, exclusive
     * @return what reads the pairs
     */
    static String of(Database database, View view, ViewSql sql, String occurrences, long from, long to) {
        Map<String, Object> parameters = JoinSql.parameters(view, sql);
        parameters.put("occurrences", occurrences);
        parameters.put("halfTexts", sql.halfTexts(view));
        parameters.put("texts", sql.pairTexts(view));
        long within = JoinSql.within(view);
        parameters.put(
                "span",
                view.time() == TimeDomain.EVENT
                        ? "greatest(event_time, true_time) >= " + (from - within)
                                + " AND least(event_time, true_time) < " + to
                        : "true");
        database.run("join.halves", parameters);
        String logged = pair(database, parameters, "event_time", "bucket", "true");
        String judged = pair(database, parameters, "true_time", "true_bucket", "false")
                + " WHERE (a.time_fault OR b.time_fault) AND abs(a.event_time - b.event_time) > " + within;
        parameters.put("pairs", logged + "\nUNION ALL\n" + judged);
        database.run("join.pairs", parameters);
        return PAIRS;
    }

    private static String pair(
            Database database, Map<String, Object> parameters, String time, String bucket, String decided) {
        Map<String, Object> more = new LinkedHashMap<>(parameters);
        more.put("time", time);
        more.put("bucketColumn", bucket);
        more.put("decided", decided);
        more.put("met", database.fragment("join.met", more));
        return database.fragment("join.pair", more);
    }
}
