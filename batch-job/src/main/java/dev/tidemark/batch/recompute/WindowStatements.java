package dev.tidemark.batch.recompute;

import dev.tidemark.batch.decide.Coverage;
import dev.tidemark.batch.shape.SessionShape;
import dev.tidemark.batch.shape.Shapes;
import dev.tidemark.batch.shape.ViewSql;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;

/** Drives the statements that compute windows, view by view. */
final class WindowStatements {

    private final Database database;
    private final Shapes shapes;
    private final NavigableSet<Long> days;
    private final Coverage coverage;
    private final ApproximateValues approximates;

    /**
     * Of these days.
     *
     * @param coverage of the views: what the stream read with none of a view is a class of its own
     */
    WindowStatements(Database database, Shapes shapes, NavigableSet<Long> days, Coverage coverage) {
        this.database = database;
        this.shapes = shapes;
        this.days = days;
        this.coverage = coverage;
        this.approximates = new ApproximateValues(database);
    }

    /** Computes one view from these files: the truth, the replayed decisions by cell, and the occurrences with a cause. */
    void run(int number, View view, ViewSql sql, String occurrences) {
        compute(number, view, sql, occurrences);
        explain(number, view, sql, occurrences);
    }

    private void compute(int number, View view, ViewSql sql, String occurrences) {
        String rows =
                view.join() == null ? occurrences : Pairs.of(database, view, sql, occurrences, from(view), to(view));
        Map<String, Object> parameters = parameters(number, view, sql, rows);
        if (shapes.of(view) instanceof SessionShape) {
            database.run("sessions.truth", parameters);
            database.run("recompute.classed", parameters);
            approximates.count(view, sql, parameters);
            return;
        }
        database.run("recompute.truth", with(parameters, "windows", "recompute.truthSource"));
        database.run("recompute.classed", parameters);
        database.run("recompute.windowCells", with(parameters, "windows", "recompute.classedSource"));
        if (ApproximateValues.in(view)) {
            approximates.count(view, view.join() == null ? sql : sql.ofPairs(view), parameters);
            database.run("approximate.windows", with(parameters, "windows", "approximate.slices"));
        }
    }

    private void explain(int number, View view, ViewSql sql, String occurrences) {
        String rows = view.join() == null ? occurrences : Pairs.PAIRS;
        database.run("recompute.explained", parameters(number, view, sql, rows));
    }

    private Map<String, Object> parameters(int number, View view, ViewSql sql, String occurrences) {
        boolean pairs = view.join() != null;
        ViewSql rows = pairs ? sql.ofPairs(view) : sql;
        Map<String, Object> parameters = rows.parameters(number, view, from(view), to(view));
        parameters.put("class", classOf(view));
        parameters.put("other", pairs ? "" : database.fragment("join.noOther", Map.of()));
        parameters.put("occurrences", occurrences);
        String placing = placing(view.window());
        boolean sessions = shapes.of(view) instanceof SessionShape;
        parameters.put(
                "span",
                sessions ? "min(" + parameters.get("time") + "), max(" + parameters.get("time") + ")" : "NULL, NULL");
        boolean calendar = view.window() instanceof WindowSpec.Calendar;
        if (!sessions) {
            parameters.put(
                    "truthSlices", database.fragment(calendar ? "calendar.truth" : "recompute.aligned", parameters));
        }
        parameters.put("placing", placing);
        parameters.put("placed", database.fragment(placing, parameters));
        parameters.put(
                "early", database.fragment(view.early() == null ? "recompute.noEarly" : "recompute.early", parameters));
        return parameters;
    }

    /** The fragment that puts occurrences into slices. */
    private static String placing(WindowSpec window) {
        if (window instanceof WindowSpec.Fixed || window instanceof WindowSpec.Sliding) {
            return "recompute.placed";
        }
        if (window instanceof WindowSpec.Session) {
            return "sessions.placed";
        }
        if (window instanceof WindowSpec.Calendar) {
            return "calendar.placed";
        }
        throw new IllegalArgumentException(
                "no SQL for windows of the kind " + window.getClass().getSimpleName());
    }

    private String classOf(View view) {
        boolean pairs = view.join() != null;
        String decided = database.fragment(pairs ? "join.class" : "recompute.class", Map.of());
        if (!coverage.isPartial(view)) {
            return decided;
        }
        String missing = coverage.missing(view, "rec");
        if (pairs) {
            missing += " OR " + coverage.missing(view, "other_rec");
        }
        return database.fragment("recompute.coveredClass", Map.of("missing", missing, "decided", decided));
    }

    private long from(View view) {
        return days.stream().mapToLong(shapes.of(view)::firstNeeded).min().orElseThrow();
    }

    private long to(View view) {
        return shapes.of(view).endNeeded(last());
    }

    private Map<String, Object> with(Map<String, Object> parameters, String name, String sourceFragment) {
        Map<String, Object> more = new LinkedHashMap<>(parameters);
        more.put("source", database.fragment(sourceFragment, parameters));
        boolean sliding = !Objects.equals(parameters.get("size"), parameters.get("every"));
        if (sliding) {
            // The first and last start of the windows that hold a slice.
            more.put("last", "sliding_last");
            more.put(
                    "first",
                    "sliding_last - " + parameters.get("every") + " * floor_div(sliding_last + "
                            + parameters.get("size") + " - slice_end, " + parameters.get("every") + ")");
        }
        more.put(name, database.fragment(sliding ? "windows.sliding" : "windows.fixed", more));
        return more;
    }

    private long last() {
        return days.last();
    }
}
