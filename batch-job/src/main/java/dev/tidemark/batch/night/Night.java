package dev.tidemark.batch.night;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.cut.FixCut;
import dev.tidemark.batch.cut.FixedCut;
import dev.tidemark.batch.decide.Decide;
import dev.tidemark.batch.decide.Decided;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.judge.JudgeDays;
import dev.tidemark.batch.judge.Judged;
import dev.tidemark.batch.line.NightLine;
import dev.tidemark.batch.line.StageRunner;
import dev.tidemark.batch.publish.Publication;
import dev.tidemark.batch.publish.PublishRun;
import dev.tidemark.batch.publish.RunFolders;
import dev.tidemark.batch.recompute.Recompute;
import dev.tidemark.batch.recompute.Recomputed;
import dev.tidemark.batch.reconcile.Reconcile;
import dev.tidemark.batch.reconcile.Reconciled;
import dev.tidemark.batch.report.EventCounts;
import dev.tidemark.batch.report.NightVerdict;
import dev.tidemark.batch.report.Summary;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.stage.StageArchive;
import dev.tidemark.batch.stage.Staged;
import dev.tidemark.batch.state.Files;
import dev.tidemark.batch.state.MissedRange;
import dev.tidemark.batch.state.Published;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.batch.write.WriteReport;
import dev.tidemark.batch.write.Written;
import dev.tidemark.domain.view.Views;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * One night's work, a line of stages: cut → stage → decide → recompute → reconcile → judge → write → publish. An instance
 * runs once.
 */
public final class Night {

    /** So many ticks may fail in a row before a shard without a record is silent. */
    private static final int MISSED_BEATS = 3;

    private final ObjectStore objects;
    private final ItemStore items;
    private final Clock clock;
    private final StepProgress progress;
    private final Request request;
    private final RunNames names;
    private final StageRunner runner;

    /** With these stores, and a runner that may look what each stage does; everything that it writes bears the name of the run. */
    public Night(
            ObjectStore objects,
            ItemStore items,
            Clock clock,
            StepProgress progress,
            Request request,
            RunNames names,
            StageRunner runner) {
        this.objects = objects;
        this.items = items;
        this.clock = clock;
        this.progress = progress;
        this.request = request;
        this.names = names;
        this.runner = runner;
    }

    /**
     * Runs it. What is published changes in its last stage or not at all.
     *
     * @throws RefusedException if the tables are of another format than this release reads and writes
     */
    public NightResult run() {
        TablesFormat.require(items);
        String run = names.after(Published.read(items).map(Published::run));
        try (RunFolders folders = RunFolders.open(request.work(), request.report(), run)) {
            Optional<Published> published = Published.read(items);
            folders.sweep(published.map(Published::run));
            try (Database database =
                    Database.open(EngineSql.ofDuckDb(), folders.scratch(), request.memory(), request.threads())) {
                return run(run, database, published, folders);
            }
        }
    }

    private NightResult run(String run, Database database, Optional<Published> published, RunFolders folders) {
        long startedMillis = clock.millis();
        long expiredBefore = startedMillis - request.cellsKeptFor().toMillis();
        Views views = request.views();
        Files files = new Files(objects, folders.copies());
        FixCut cut = new FixCut(database, files, items);
        StageArchive stage = new StageArchive(
                database,
                objects,
                items,
                folders.scratch(),
                request.threads(),
                expiredBefore,
                views.watermark().heartbeatEvery().multipliedBy(MISSED_BEATS),
                progress);
        Decide decide = new Decide(database, files, objects, items, views, run, progress);
        Recompute recompute = new Recompute(database, files, views, request.from(), request.to(), progress);
        Reconcile reconcile = new Reconcile(database, files, objects, items, views, expiredBefore, progress);
        JudgeDays judge = new JudgeDays(database, views, run, clock, startedMillis);
        WriteReport write = new WriteReport(database, views, folders.staging(), clock, progress);
        PublishRun publish = new PublishRun(database, files, objects, items, views, run, clock, progress);
        NightLine line = new NightLine(
                database, List.of(cut, stage, decide, recompute, reconcile, judge, write, publish), runner);

        database.run("dialect.functions");
        FixedCut fixed = line.run(cut, published);
        Staged staged = line.run(stage, fixed);
        Decided decided = line.run(decide, staged);
        if (!(line.run(recompute, decided) instanceof Recomputed.Windows windows)) {
            return nothingToDo(run, decided, (clock.millis() - startedMillis) / 1000.0, published);
        }
        Reconciled reconciled = line.run(reconcile, windows);
        Judged judged = line.run(judge, reconciled);
        Written written = line.run(write, judged);
        Publication publication = line.run(publish, written);
        place(written, publication, folders);
        return new NightResult(judged.whole(), publication);
    }

    /** The report before is replaced, unless publishing failed. */
    private static void place(Written written, Publication publication, RunFolders folders) {
        if (!publication.failed()) {
            written.files().writeLedger(written.judged().whole(), publication.sentence());
            folders.placeReport();
        } else if (publication instanceof Publication.Unknown) {
            folders.leaveStaging();
        }
    }

    /** No day is computed; the faults found so far are still reported. */
    private static NightResult nothingToDo(String run, Decided decided, double seconds, Optional<Published> published) {
        List<NightFault> faults = decided.faults();
        Summary summary = new Summary(
                "no day",
                faults.isEmpty() ? NightVerdict.PASS : NightVerdict.FAIL,
                EventCounts.NONE,
                List.of(),
                faults,
                faults.size(),
                decided.staged().missed().stream().map(MissedRange::inWords).toList(),
                decided.staged().missed(),
                new Summary.RunFigures(run, "none", seconds, 0));
        return new NightResult(summary, new Publication.NothingToDo(published));
    }
}
