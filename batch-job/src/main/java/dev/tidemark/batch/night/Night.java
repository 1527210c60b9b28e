package dev.tidemark.batch.night;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.archive.Cut;
import dev.tidemark.batch.archive.CutReader;
import dev.tidemark.batch.archive.ShardCut;
import dev.tidemark.batch.archive.Staging;
import dev.tidemark.batch.fault.Fault;
import dev.tidemark.batch.publish.RunFolders;
import dev.tidemark.batch.reconcile.Faults;
import dev.tidemark.batch.reconcile.Joins;
import dev.tidemark.batch.reconcile.Limits;
import dev.tidemark.batch.reconcile.Reconciliation;
import dev.tidemark.batch.reconcile.StreamItems;
import dev.tidemark.batch.replay.Coverage;
import dev.tidemark.batch.replay.Replay;
import dev.tidemark.batch.replay.Shapes;
import dev.tidemark.batch.replay.ViewShape;
import dev.tidemark.batch.replay.ViewSql;
import dev.tidemark.batch.report.Figures;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.batch.state.Files;
import dev.tidemark.batch.state.Published;
import dev.tidemark.batch.state.State;
import dev.tidemark.batch.state.State.StoredFile;
import dev.tidemark.batch.state.StateWriter;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One night's work. An instance runs once. */
public final class Night {

    /** The fragments of the default engine. */
    private static final String[] FRAGMENTS = {
        "duckdb",
        "staging",
        "judge",
        "replay",
        "recompute",
        "calendar",
        "early",
        "sessions",
        "reconcile",
        "approximate",
        "join",
        "report",
        "state"
    };

    private static final int ENGINE_VERSION_COLUMN = 1;

    private final ObjectStore objects;
    private final ItemStore items;
    private final Clock clock;
    private final StepProgress progress;
    private final Request request;
    private final String run;

    public Night(
            ObjectStore objects, ItemStore items, Clock clock, StepProgress progress, Request request, String run) {
        this.objects = objects;
        this.items = items;
        this.clock = clock;
        this.progress = progress;
        this.request = request;
        this.run = run;
    }

    /** Runs it. What is published changes in its last step or not at all. */
    public Result run() {
        try (RunFolders folders = RunFolders.open(request.work(), request.report(), run)) {
            Optional<Published> published = Published.read(items);
            folders.sweep(published.map(Published::run));
            Sql sql = Sql.of(FRAGMENTS);
            try (Database database = Database.open(sql, folders.scratch(), request.memory(), request.threads())) {
                return run(sql, database, published, folders);
            }
        }
    }

    private Result run(Sql sql, Database database, Optional<Published> published, RunFolders folders) {
        Path scratch = folders.scratch();
        long startedMillis = clock.millis();
        Views views = request.views();
        for (String tables :
                List.of("dialect.functions", "staging.tables", "replay.tables", "join.tables", "state.tables")) {
            database.run(tables);
        }
        Files files = new Files(objects, folders.copies());
        State state = State.load(database, files, published);
        Cut cut = new CutReader(items).read(state.shards());

        Staging staging = new Staging(objects, items, database, scratch, request.threads(), progress);
        Staging.Staged staged = staging.read(cut);
        Coverage coverage = Coverage.of(cut, items, state.versions(), staged.switches());
        state.keepVersions(coverage.switches());
        Replay replay = new Replay(database, views);
        progress.during("judging times", replay::judge);
        List<String> ids = state.files("ids").stream()
                .map(file -> files.literal(file.key()))
                .toList();
        progress.during("replaying decisions", () -> replay.run(cut, ids));

        List<StoredFile> earlierObjects = state.files("objects");
        Joins joins = new Joins(database, views.views());
        ViewSql arrivals = new ViewSql(sql, Set.of(), Set.of());
        StateWriter writer = new StateWriter(database, files, run, joins.any());
        Touched touched = Touched.read(database);
        List<StoredFile> events = new ArrayList<>(state.files("events"));
        if (cut.shards().stream().anyMatch(ShardCut::moves)) {
            List<String> attributes = views.attributes().stream().sorted().toList();
            progress.during(
                    "writing Parquet",
                    () -> events.addAll(
                            writer.part(ViewSql.attributeColumns(sql, attributes), attributes, staged.objects())));
        }
        NavigableSet<Long> touchedDays = touched.days(views);
        NavigableSet<Long> days = DayChoice.of(request.from(), request.to(), touchedDays, state.days());
        Map<Integer, Limits.ShardTime> times = new HashMap<>();
        database.rows("state.times", Map.of(), row -> times.put(row.getInt(1), time(row)));
        Limits limits = new Limits(cut, times);
        if (joins.any()) {
            progress.during("pairing halves", () -> joins.collect(cut, times, arrivals, coverage));
        }
        if (days.isEmpty()) {
            return Outcome.nothingToDo(run, elapsedSeconds(startedMillis), published);
        }

        Sources sources = new Sources(state, sql, events);
        Shapes shapes = new Shapes(views.views());
        SessionReach reach = new SessionReach(database, views, sources, shapes);
        reach.addLaterDays(touchedDays, days);
        reach.reachBack(days);
        List<Fault> archiveFaults = new ArrayList<>(staged.faults());
        archiveFaults.addAll(verifyEarlier(staging, state, earlierObjects, cut, shapes, days));
        Reconciliation reconciliation = new Reconciliation(database, views.views(), shapes, days, coverage);
        reconciliation.prepare(cut, limits);
        progress.during("recomputing windows", () -> recompute(reconciliation, sources, shapes, days));
        StreamItems stream = new StreamItems(items, database, scratch, views.views(), shapes, cut, days);
        progress.during("reading the stream's cells", stream::loadCells);
        progress.during("reading the stream's panes", stream::loadPanes);
        progress.start("reconciling", 0);
        String records = records(state, database);
        Set<Long> expired = reconciliation.compare(
                views.watermark(),
                records,
                startedMillis - request.cellsKeptFor().toMillis());
        progress.end();

        String all = sources.occurrences(sources.of(views, shapes, TimeDomain.EVENT, days));
        Faults faults = new Faults(database, archiveFaults);
        List<Fault> found = new ArrayList<>(archiveFaults);
        found.addAll(faults.watermarks(cut, times));
        found.addAll(faults.unmatched(joins, cut));
        if (!all.isEmpty()) {
            found.addAll(faults.times(all, records, days.first() * ViewShape.DAY, (days.last() + 1) * ViewShape.DAY));
        }
        found.addAll(faults.named());
        Figures figures = all.isEmpty() ? new Figures() : new Figures(database, all, records);
        Findings findings = new Findings(cut, limits, staged, found, days, expired, figures, records, engine(database));
        return new Outcome(request, run, clock, startedMillis, findings)
                .publish(database, objects, items, state, writer, folders, progress);
    }

    private List<Fault> verifyEarlier(
            Staging staging,
            State state,
            List<StoredFile> objectFiles,
            Cut cut,
            Shapes shapes,
            NavigableSet<Long> days) {
        long from = request.views().views().stream()
                        .map(shapes::of)
                        .flatMapToLong(shape -> days.stream().mapToLong(shape::firstNeeded))
                        .min()
                        .orElseThrow()
                - Joins.longestWithin(request.views().views());
        long to = (days.last() + 1) * ViewShape.DAY;
        Map<Integer, String> shardIds = new HashMap<>();
        cut.shards().forEach(shard -> shardIds.put(shard.index(), shard.id()));
        return staging.verifyAgain(state.objectsBetween(objectFiles, from, to), shardIds);
    }

    private void recompute(Reconciliation reconciliation, Sources sources, Shapes shapes, NavigableSet<Long> days) {
        List<View> views = request.views().views();
        for (int number = 0; number < views.size(); number++) {
            View view = views.get(number);
            List<StoredFile> chosen = sources.of(request.views(), shapes, view.time(), days);
            if (!chosen.isEmpty()) {
                String occurrences = sources.occurrences(chosen);
                ViewSql viewSql = sources.viewSql(chosen);
                reconciliation.recompute(number, view, viewSql, occurrences);
                reconciliation.explain(number, view, viewSql, occurrences);
            }
        }
    }

    /** What reads the records of all runs: those of this one are among the files by now. */
    private static String records(State state, Database database) {
        List<String> keys = state.files("records").stream().map(StoredFile::key).toList();
        return keys.isEmpty() ? "(" + database.fragment("replay.recordRows", Map.of()) + ")" : state.parquet(keys);
    }

    private static Limits.ShardTime time(ResultSet row) throws SQLException {
        return new Limits.ShardTime(number(row, 2), number(row, 3), number(row, 4));
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static String engine(Database database) {
        return database.row("report.engine", Map.of(), row -> row.getString(ENGINE_VERSION_COLUMN));
    }

    private double elapsedSeconds(long startedMillis) {
        return (clock.millis() - startedMillis) / 1000.0;
    }
}
