package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.archive.Cut;
import dev.tidemark.batch.archive.ShardCut;
import dev.tidemark.batch.replay.Coverage;
import dev.tidemark.batch.replay.SessionShape;
import dev.tidemark.batch.replay.Shapes;
import dev.tidemark.batch.replay.ViewShape;
import dev.tidemark.batch.replay.ViewSql;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.CalendarBounds;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WatermarkPolicy;
import dev.tidemark.domain.view.WindowSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Computes the windows of the days from the archive, and everything that the report holds against them. Results are
 * tables: {@code windows}, {@code window_rows}, {@code explained}, {@code cell_faults}, {@code pane_faults}.
 */
public final class Reconciliation {

    private final Database database;
    private final List<View> views;
    private final Shapes shapes;
    private final Set<Long> days;
    private final Coverage coverage;
    private final Approximates approximates;

    /**
     * Of these views and days.
     *
     * @param days numbers since the epoch, one or more
     * @param coverage of the views
     */
    public Reconciliation(Database database, List<View> views, Shapes shapes, Set<Long> days, Coverage coverage) {
        this.database = database;
        this.views = views;
        this.shapes = shapes;
        this.days = new TreeSet<>(days);
        this.coverage = coverage;
        this.approximates = new Approximates(database, views);
    }

    /** Makes the tables, and writes down what is compared up to where. */
    public void prepare(Cut cut, Limits limits) {
        database.run("recompute.tables");
        database.run("recompute.explainedTable");
        database.run("calendar.tables");
        database.run("sessions.tables");
        database.run("reconcile.tables");
        approximates.prepare();
        database.execute("INSERT INTO run_days VALUES "
                + days.stream().map(day -> "(" + day + ")").collect(Collectors.joining(", ")));
        for (ShardCut shard : cut.shards()) {
            database.execute("INSERT INTO shard_list VALUES (" + shard.index() + ", " + Sql.text(shard.id()) + ")");
        }
        for (int number = 0; number < views.size(); number++) {
            View view = views.get(number);
            int viewNumber = number;
            database.execute("INSERT INTO view_list VALUES ("
                    + String.join(
                            ", ",
                            String.valueOf(number),
                            Sql.text(view.id()),
                            Sql.text(view.name()),
                            Sql.text(view.time().wireName()),
                            String.valueOf(view.allowedLateness().toMillis()))
                    + ")");
            int ordinal = 0;
            for (AggregateSpec aggregate : view.aggregates()) {
                if (aggregate instanceof AggregateSpec.Exact) {
                    database.execute("INSERT INTO aggregates VALUES (" + number + ", " + ordinal++ + ", "
                            + Sql.text(aggregate.resultName()) + ")");
                }
            }
            if (view.window() instanceof WindowSpec.Calendar calendar) {
                bounds(number, calendar, shapes.of(view));
            }
            if (shapes.of(view) instanceof SessionShape sessions) {
                database.execute("INSERT INTO session_views VALUES (" + number + ", " + sessions.gapMillis() + ", "
                        + sessions.joinsMillis() + ")");
            }
            TimeDomain domain = view.time();
            database.execute("INSERT INTO limits VALUES (" + number + ", " + limits.panes(domain) + ", "
                    + limits.panes(TimeDomain.RECEIVED) + ")");
            limits.cells(domain)
                    .forEach((shard, upTo) -> database.execute(
                            "INSERT INTO shard_limits VALUES (" + viewNumber + ", " + shard + ", " + upTo + ")"));
        }
    }

    /** The table that cuts the view's time: one row a window and UTC day that it touches. */
    private void bounds(int number, WindowSpec.Calendar calendar, ViewShape shape) {
        long from = days.stream().mapToLong(shape::firstNeeded).min().orElseThrow();
        List<String> rows = new ArrayList<>();
        for (CalendarBounds.Bounds window : new CalendarBounds(calendar).between(from, (last() + 1) * ViewShape.DAY)) {
            long first = Math.floorDiv(window.startMillis(), ViewShape.DAY);
            for (long day = first; day <= ViewShape.dayOfEnd(window.endMillis()); day++) {
                rows.add("(" + number + ", " + day + ", " + window.startMillis() + ", " + window.endMillis() + ")");
            }
        }
        if (!rows.isEmpty()) {
            database.execute("INSERT INTO calendar VALUES " + String.join(", ", rows));
        }
    }

    /** The truth, and the replayed decisions by cell, of one view from these files. */
    public void recompute(int number, View view, ViewSql sql, String occurrences) {
        String rows =
                view.join() == null ? occurrences : Joins.pairs(database, view, sql, occurrences, from(view), to(view));
        Map<String, Object> parameters = parameters(number, view, sql, rows);
        if (shapes.of(view) instanceof SessionShape) {
            database.run("sessions.truth", parameters);
            database.run("recompute.classed", parameters);
            approximates.recompute(number, sql, parameters);
            return;
        }
        database.run("recompute.truth", with(parameters, "windows", "recompute.truthSource"));
        database.run("recompute.classed", parameters);
        database.run("recompute.windowCells", with(parameters, "windows", "recompute.classedSource"));
        if (approximates.in(number)) {
            approximates.recompute(number, view.join() == null ? sql : sql.ofPairs(view), parameters);
            database.run("approximate.windows", with(parameters, "windows", "approximate.slices"));
        }
    }

    /** The occurrences of one view that have a cause; after {@link #recompute} of the same view. */
    public void explain(int number, View view, ViewSql sql, String occurrences) {
        String rows = view.join() == null ? occurrences : Joins.PAIRS;
        database.run("recompute.explained", parameters(number, view, sql, rows));
    }

    private Map<String, Object> parameters(int number, View view, ViewSql sql, String occurrences) {
        boolean pairs = view.join() != null;
        ViewSql rows = pairs ? sql.ofPairs(view) : sql;
        Map<String, Object> parameters = rows.parameters(number, view, from(view), to(view));
        parameters.put("class", classOf(view));
        parameters.put("other", pairs ? "" : database.fragment("join.noOther", Map.of()));
        parameters.put("occurrences", occurrences);
        boolean sessions = shapes.of(view) instanceof SessionShape;
        parameters.put(
                "span",
                sessions ? "min(" + parameters.get("time") + "), max(" + parameters.get("time") + ")" : "NULL, NULL");
        boolean calendar = view.window() instanceof WindowSpec.Calendar;
        if (!sessions) {
            parameters.put(
                    "truthSlices", database.fragment(calendar ? "calendar.truth" : "recompute.aligned", parameters));
        }
        String placing = sessions ? "sessions.placed" : calendar ? "calendar.placed" : "recompute.placed";
        parameters.put("placing", placing);
        parameters.put("placed", database.fragment(placing, parameters));
        parameters.put(
                "early", database.fragment(view.early() == null ? "recompute.noEarly" : "recompute.early", parameters));
        return parameters;
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
        return ((TreeSet<Long>) days).last();
    }

    /**
     * Holds the stream's items, which are loaded, against it.
     *
     * @param watermark how watermarks advance
     * @param recordRows what reads all records
     * @param expiredBefore items of events that arrived before this may have been deleted by their time to live
     * @return days of which something has expired
     */
    public Set<Long> compare(WatermarkPolicy watermark, String recordRows, long expiredBefore) {
        database.run("early.tables");
        if (views.stream().anyMatch(view -> view.early() != null)) {
            database.run(
                    "early.lowest",
                    Map.of(
                            "recordRows", recordRows,
                            "idleBound", watermark.idleBound().toMillis(),
                            "requestLifetime", watermark.requestLifetime().toMillis()));
        }
        database.run("reconcile.cells");
        database.run("reconcile.panes");
        database.run("sessions.replay");
        database.run("sessions.items");
        database.run("reconcile.uncover");
        database.run("reconcile.expire", Map.of("before", expiredBefore));
        database.run("reconcile.parts");
        database.run("sessions.parts");
        database.run("reconcile.windows");
        database.run("reconcile.rows");
        approximates.compare();
        return new HashSet<>(database.rows("reconcile.expiredDays", Map.of(), row -> row.getLong(1)));
    }
}
