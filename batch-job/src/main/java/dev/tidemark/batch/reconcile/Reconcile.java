package dev.tidemark.batch.reconcile;

import static dev.tidemark.batch.line.NightTable.AGGREGATES;
import static dev.tidemark.batch.line.NightTable.APPROXIMATES;
import static dev.tidemark.batch.line.NightTable.APPROXIMATE_RESULTS;
import static dev.tidemark.batch.line.NightTable.CELL_FAULTS;
import static dev.tidemark.batch.line.NightTable.CELL_VALUES;
import static dev.tidemark.batch.line.NightTable.CLASSED;
import static dev.tidemark.batch.line.NightTable.FINAL_NUMBERS;
import static dev.tidemark.batch.line.NightTable.FINAL_SESSIONS;
import static dev.tidemark.batch.line.NightTable.FINAL_VALUES;
import static dev.tidemark.batch.line.NightTable.LIMITS;
import static dev.tidemark.batch.line.NightTable.PANE_FAULTS;
import static dev.tidemark.batch.line.NightTable.PANE_NUMBER_FAULTS;
import static dev.tidemark.batch.line.NightTable.RUN_DAYS;
import static dev.tidemark.batch.line.NightTable.SESSION_TRUTH;
import static dev.tidemark.batch.line.NightTable.SESSION_VIEWS;
import static dev.tidemark.batch.line.NightTable.SHARD_LIMITS;
import static dev.tidemark.batch.line.NightTable.SKETCH_FAULTS;
import static dev.tidemark.batch.line.NightTable.TRUTH;
import static dev.tidemark.batch.line.NightTable.TRUTH_VALUES;
import static dev.tidemark.batch.line.NightTable.VALUE_WINDOWS;
import static dev.tidemark.batch.line.NightTable.VIEW_LIST;
import static dev.tidemark.batch.line.NightTable.WINDOWS;
import static dev.tidemark.batch.line.NightTable.WINDOW_CELLS;
import static dev.tidemark.batch.line.NightTable.WINDOW_ROWS;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.line.NightStage;
import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.recompute.Recomputed;
import dev.tidemark.batch.shape.SessionShape;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.batch.state.Files;
import dev.tidemark.batch.state.KeptDays;
import dev.tidemark.batch.state.ParquetSource;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.item.AcceptedHoleItem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds the stream's cells and panes against the replayed decisions, and what it published against the truth. */
public final class Reconcile implements NightStage<Recomputed.Windows, Reconciled> {

    private final Database database;
    private final Files files;
    private final ObjectStore objects;
    private final ItemStore items;
    private final Views views;
    private final long expiredBefore;
    private final StepProgress progress;

    /**
     * Of these views.
     *
     * @param expiredBefore items of events that arrived before this may have been deleted by their time to live, milliseconds
     */
    public Reconcile(
            Database database,
            Files files,
            ObjectStore objects,
            ItemStore items,
            Views views,
            long expiredBefore,
            StepProgress progress) {
        this.database = database;
        this.files = files;
        this.objects = objects;
        this.items = items;
        this.views = views;
        this.expiredBefore = expiredBefore;
        this.progress = progress;
    }

    @Override
    public Set<NightTable> reads() {
        return Set.of(
                RUN_DAYS,
                VIEW_LIST,
                AGGREGATES,
                APPROXIMATES,
                SESSION_VIEWS,
                LIMITS,
                SHARD_LIMITS,
                TRUTH,
                SESSION_TRUTH,
                CLASSED,
                WINDOW_CELLS,
                TRUTH_VALUES,
                CELL_VALUES,
                VALUE_WINDOWS);
    }

    @Override
    public Set<NightTable> makes() {
        return Set.of(
                WINDOWS,
                WINDOW_ROWS,
                CELL_FAULTS,
                PANE_FAULTS,
                SKETCH_FAULTS,
                PANE_NUMBER_FAULTS,
                APPROXIMATE_RESULTS,
                FINAL_NUMBERS,
                FINAL_VALUES,
                FINAL_SESSIONS);
    }

    @Override
    public Reconciled run(Recomputed.Windows windows) {
        ParquetSource parquet = new ParquetSource(database, files);
        List<NightFault> earlier = new EarlierObjects(database, objects, parquet, progress).faults(windows);
        database.run("reconcile.tables");
        SoughtItems sought = new SoughtItems(
                views.views(), windows.shapes(), windows.decided().cut(), windows.days());
        StreamItems stream = new StreamItems(items, database, sought);
        progress.during("reading the stream's cells", stream::loadCells);
        progress.during("reading the stream's panes", stream::loadPanes);
        acceptHoles(windows);
        noteWhatHasGone(windows);
        progress.start("reconciling", 0);
        Set<Long> expired = new WindowComparison(database, views).run(windows.records(), expiredBefore);
        database.run("reconcile.done");
        progress.end();
        return new Reconciled(windows, expired, earlier);
    }

    /**
     * From when on all events are there that windows may have. Windows that begin before are of views with a longer reach than those
     * by which records have gone: whatever came into them, the stream may have looked at it and the archive's rows have it no more.
     */
    private void noteWhatHasGone(Recomputed.Windows windows) {
        long from = windows.decided().state().keptDays().recordsFrom();
        if (from == KeptDays.ALL.recordsFrom()) {
            return;
        }
        try (RowAppender rows = database.appender("all_there_since")) {
            for (int number = 0; number < views.views().size(); number++) {
                int index = number;
                View view = views.views().get(number);
                long since =
                        from * ViewShape.DAY + before(view, windows.shapes().of(view));
                rows.add(row -> row.add(index).add(since));
            }
        }
    }

    /** How long before the beginning of a window that may have happened which it depends on. */
    private long before(View view, ViewShape shape) {
        return (view.join() == null ? 0 : view.join().within().toMillis())
                + (view.time() == TimeDomain.RECEIVED ? views.ingest().oldest().toMillis() : 0)
                + (shape instanceof SessionShape sessions ? sessions.joinsMillis() : 0);
    }

    /** How long after a hole something may come that would be other if the hole were not there. */
    private long reach(View view) {
        return views.deduplicateFor().toMillis()
                + (view.join() == null ? 0 : view.join().within().toMillis());
    }

    /**
     * What came right behind a hole may repeat what was in it, as long as repetitions are known: in its shard, and from its first
     * record on in those that descend from it. A pair may come {@code within} after a half that was in it.
     */
    private void acceptHoles(Recomputed.Windows windows) {
        List<ShardCut> shards = windows.decided().cut().shards();
        try (RowAppender rows = database.appender("accepted_holes")) {
            for (AcceptedHoleItem hole : windows.decided().staged().accepted().holes()) {
                long since = ObjectKeys.arrivalHour(hole.objectKey());
                Set<String> line = new HashSet<>(Set.of(hole.shardId()));
                for (ShardCut shard : shards) {
                    boolean own = shard.id().equals(hole.shardId());
                    if (own || shard.parents().stream().anyMatch(line::contains)) {
                        line.add(shard.id());
                        for (int number = 0; number < views.views().size(); number++) {
                            int view = number;
                            long until =
                                    hole.untilMillis() + reach(views.views().get(number));
                            rows.add(row -> row.add(view)
                                    .add(shard.index())
                                    .add(own ? hole.first() : Sequence.NONE)
                                    .add(since)
                                    .add(until));
                        }
                    }
                }
            }
        }
    }
}
