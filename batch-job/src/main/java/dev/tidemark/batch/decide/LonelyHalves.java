package dev.tidemark.batch.decide;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.shape.JoinSql;
import dev.tidemark.batch.shape.ViewSql;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.domain.view.View;
import java.util.List;
import java.util.Map;

/**
 * Of views that count pairs: replays which halves met and which were collected alone, going on from what earlier runs left
 * waiting. Costs nothing where no view is a join.
 */
final class LonelyHalves {

    private final Database database;
    private final List<View> views;

    /** Of these views. */
    LonelyHalves(Database database, List<View> views) {
        this.database = database;
        this.views = views.stream().filter(view -> view.join() != null).toList();
    }

    /**
     * Counts halves that were collected without a partner, up to the cut; what waits is for the next run.
     *
     * @param stands where the shards stand at the cut, by index
     * @param sql on the rows of this run
     * @param coverage of the views: a record that a view was not in force for brings it no half
     */
    void collect(Cut cut, Map<Integer, ShardStand> stands, ViewSql sql, Coverage coverage) {
        if (views.isEmpty()) {
            return;
        }
        new Descent(cut, stands).write(database);
        boolean first = cut.shards().stream().allMatch(shard -> shard.ordinal() == 0);
        for (View view : views) {
            boolean known =
                    database.row("join.isKnown", Map.of("viewId", Sql.text(view.id())), row -> row.getBoolean(1));
            // A view is counted only if the run reads from the log's beginning or an earlier run has counted it;
            // otherwise halves that were collected before would be missing.
            if (first || known) {
                Map<String, Object> parameters = JoinSql.parameters(view, sql);
                parameters.put(
                        "inForce", coverage.isPartial(view) ? " AND NOT " + coverage.missing(view, "a.rec") : "");
                database.run("join.newHalves", parameters);
                database.run("join.collect", parameters);
            }
        }
    }
}
