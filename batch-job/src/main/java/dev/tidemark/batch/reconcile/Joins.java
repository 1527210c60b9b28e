package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.archive.Cut;
import dev.tidemark.batch.archive.ShardCut;
import dev.tidemark.batch.fault.Fault;
import dev.tidemark.batch.replay.Coverage;
import dev.tidemark.batch.replay.ViewSql;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.domain.view.JoinSpec;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The views that count pairs. Replays which halves met and which were collected alone, going on from what earlier runs left
 * waiting, and makes the pairs from which windows are computed. Costs nothing where no view is a join.
 */
public final class Joins {

    /** What reads the pairs of the view that was made last. */
    static final String PAIRS = "join_pairs";

    private final Database database;
    private final List<View> views;

    /** Of these views. */
    public Joins(Database database, List<View> views) {
        this.database = database;
        this.views = views.stream().filter(view -> view.join() != null).toList();
    }

    /** Whether there are any. */
    public boolean any() {
        return !views.isEmpty();
    }

    /**
     * Counts halves that were collected without a partner, up to the cut; what waits is for the next run.
     *
     * @param times where the shards stand at the cut, by index
     * @param sql on the rows of this run
     * @param coverage of the views: a record that a view was not in force for brings it no half
     */
    public void collect(Cut cut, Map<Integer, Limits.ShardTime> times, ViewSql sql, Coverage coverage) {
        if (!any()) {
            return;
        }
        new Descent(cut, times).write();
        boolean first = cut.shards().stream().allMatch(shard -> shard.ordinal() == 0);
        for (View view : views) {
            boolean known =
                    database.row("join.isKnown", Map.of("viewId", Sql.text(view.id())), row -> row.getBoolean(1));
            // Whoever begins to count in the middle never knows the number.
            if (first || known) {
                Map<String, Object> parameters = parameters(view, sql);
                parameters.put(
                        "inForce", coverage.isPartial(view) ? " AND NOT " + coverage.missing(view, "a.rec") : "");
                database.run("join.newHalves", parameters);
                database.run("join.collect", parameters);
            }
        }
    }

    /** Views of which the heads count other lonely halves than the decisions give, where every head stands at the cut. */
    public List<Fault> faults(Cut cut, Function<@Nullable String, Fault.Side> sides) {
        List<Fault> faults = new ArrayList<>();
        if (!cut.shards().stream().allMatch(ShardCut::atHead)) {
            return faults;
        }
        for (View view : views) {
            Cut.Unmatched counted = cut.unmatched().getOrDefault(view.id(), new Cut.Unmatched(0, 0));
            database.rows("join.unmatched", Map.of("viewId", Sql.text(view.id())), row -> {
                boolean left = row.getBoolean("is_left");
                long least = row.getLong("least");
                long most = row.getLong("most");
                long heads = left ? counted.left() : counted.right();
                if (heads < least || heads > most) {
                    faults.add(new Fault(
                            Fault.Kind.UNMATCHED,
                            sides.apply(null),
                            view.id(),
                            null,
                            null,
                            null,
                            null,
                            "unmatched " + (left ? "left" : "right") + " halves of view " + view.id()
                                    + " in the heads of all shards",
                            "the heads count " + heads + "; the decisions give "
                                    + (least == most ? String.valueOf(least) : least + " to " + most)));
                }
                return row;
            });
        }
        return faults;
    }

    /**
     * Makes the pairs of a view, in place of its occurrences, until those of the next.
     *
     * @param occurrences what reads the events
     * @param from first millisecond of the pairs' time
     * @param to end of it, exclusive
     * @return what reads the pairs
     */
    static String pairs(Database database, View view, ViewSql sql, String occurrences, long from, long to) {
        Map<String, Object> parameters = parameters(view, sql);
        parameters.put("occurrences", occurrences);
        parameters.put("halfTexts", sql.halfTexts(view));
        parameters.put("texts", sql.pairTexts(view));
        long within = within(view);
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

    private static Map<String, Object> parameters(View view, ViewSql sql) {
        JoinSpec join = spec(view);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("viewId", Sql.text(view.id()));
        parameters.put("left", Sql.text(join.left()));
        parameters.put("right", Sql.text(join.right()));
        parameters.put("on", sql.text(join.on()));
        parameters.put("within", within(view));
        parameters.put("bucket", within(view) + 1);
        return parameters;
    }

    private static JoinSpec spec(View view) {
        JoinSpec join = view.join();
        if (join == null) {
            throw new IllegalArgumentException("view '" + view.name() + "' is no join");
        }
        return join;
    }

    private static long within(View view) {
        return spec(view).within().toMillis();
    }

    /** How far before a pair's time its earlier half may be: the longest of all views, milliseconds. */
    public static long longestWithin(List<View> views) {
        return views.stream()
                .map(View::join)
                .filter(join -> join != null)
                .mapToLong(join -> join.within().toMillis())
                .max()
                .orElse(0);
    }

    /** Who descends from whom, and what watermarks a half meets on its way. */
    private final class Descent {

        private final Cut cut;
        private final Map<Integer, Limits.ShardTime> times;
        private final Map<String, ShardCut> shards = new HashMap<>();
        private final Map<String, List<ShardCut>> children = new HashMap<>();

        Descent(Cut cut, Map<Integer, Limits.ShardTime> times) {
            this.cut = cut;
            this.times = times;
            for (ShardCut shard : cut.shards()) {
                shards.put(shard.id(), shard);
                shard.parents().forEach(parent -> children.computeIfAbsent(parent, key -> new ArrayList<>())
                        .add(shard));
            }
        }

        void write() {
            for (ShardCut shard : cut.shards()) {
                ancestors(shard)
                        .forEach((ancestor, wm) -> database.execute("INSERT INTO lineage VALUES (" + shard.index()
                                + ", " + ancestor + ", " + (wm == Long.MIN_VALUE ? null : wm) + ")"));
                database.execute("INSERT INTO reach VALUES (" + shard.index() + ", " + text(reach(shard, true)) + ", "
                        + text(reach(shard, false)) + ")");
            }
        }

        /** The ancestors by index, each with the largest watermark at the end of a shard from it to this one. */
        private Map<Integer, Long> ancestors(ShardCut shard) {
            Map<Integer, Long> ancestors = new HashMap<>();
            for (String id : shard.parents()) {
                ShardCut parent = shards.get(id);
                if (parent != null) {
                    long end = watermark(parent);
                    ancestors.merge(parent.index(), end, Math::min);
                    ancestors(parent).forEach((older, wm) -> ancestors.merge(older, Math.max(wm, end), Math::min));
                }
            }
            return ancestors;
        }

        /** Up to where a half of this shard has surely, or possibly, been collected. */
        private long reach(ShardCut shard, boolean surely) {
            long own = watermark(shard);
            List<ShardCut> next = children.getOrDefault(shard.id(), List.of());
            if (!shard.complete() || next.isEmpty()) {
                return own;
            }
            long further = surely ? Long.MAX_VALUE : Long.MIN_VALUE;
            for (ShardCut child : next) {
                long reach = reach(child, surely);
                further = surely ? Math.min(further, reach) : Math.max(further, reach);
            }
            return Math.max(own, further);
        }

        private long watermark(ShardCut shard) {
            Limits.ShardTime time = times.get(shard.index());
            Long watermark = time == null ? null : time.event();
            return watermark == null ? Long.MIN_VALUE : watermark;
        }

        private static @Nullable Long text(long watermark) {
            return watermark == Long.MIN_VALUE ? null : Long.valueOf(watermark);
        }
    }
}
