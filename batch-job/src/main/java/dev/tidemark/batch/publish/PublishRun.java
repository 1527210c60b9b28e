package dev.tidemark.batch.publish;

import static dev.tidemark.batch.line.NightTable.FINAL_SESSIONS;
import static dev.tidemark.batch.line.NightTable.HALVES_NEXT;
import static dev.tidemark.batch.line.NightTable.RUN_DAYS;
import static dev.tidemark.batch.line.NightTable.SEEN_NEXT;
import static dev.tidemark.batch.line.NightTable.SESSION_TRUTH;
import static dev.tidemark.batch.line.NightTable.UNMATCHED_NEXT;
import static dev.tidemark.batch.line.NightTable.VIEW_LIST;
import static dev.tidemark.batch.line.NightTable.WINDOWS;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.decide.Decided;
import dev.tidemark.batch.judge.Judged;
import dev.tidemark.batch.line.NightStage;
import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.state.BatchKeys;
import dev.tidemark.batch.state.Files;
import dev.tidemark.batch.state.NightState;
import dev.tidemark.batch.state.Published;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.batch.store.PutOutcome;
import dev.tidemark.batch.store.StoreException;
import dev.tidemark.batch.write.Written;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.platform.item.CorrectionIndexItem;
import dev.tidemark.platform.item.PublishedRunItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Publishes a run: everything it wrote is put where only it is looked for, and then one item is replaced. A store that fails
 * is an outcome like others.
 */
public final class PublishRun implements NightStage<Written, Publication> {

    private final Database database;
    private final Files files;
    private final ObjectStore objects;
    private final ItemStore items;
    private final Views views;
    private final String run;
    private final Clock clock;
    private final StepProgress progress;

    /** Of these views, under this name. */
    public PublishRun(
            Database database,
            Files files,
            ObjectStore objects,
            ItemStore items,
            Views views,
            String run,
            Clock clock,
            StepProgress progress) {
        this.database = database;
        this.files = files;
        this.objects = objects;
        this.items = items;
        this.views = views;
        this.run = run;
        this.clock = clock;
        this.progress = progress;
    }

    @Override
    public Set<NightTable> reads() {
        return Set.of(
                WINDOWS, VIEW_LIST, RUN_DAYS, SESSION_TRUTH, FINAL_SESSIONS, SEEN_NEXT, HALVES_NEXT, UNMATCHED_NEXT);
    }

    @Override
    public Set<NightTable> makes() {
        return Set.of();
    }

    @Override
    public Publication run(Written written) {
        Judged judged = written.judged();
        Decided decided = judged.windows().decided();
        NightState state = decided.state();
        if (judged.archiveIsBroken()) {
            return new Publication.Withheld(state.published());
        }
        List<View> all = views.views();
        DayBooks books = DayBooks.after(judged, all);
        StateWriter writer = new StateWriter(database, files, run);
        writer.write(decided, books.days(), all.stream().anyMatch(view -> view.join() != null));
        progress.start("publishing", 0);
        Published next =
                new Published(run, DayIndex.verifiedThrough(books.days(), books.finalThrough(), books::isSound));
        List<CorrectionIndexItem> index = DayIndex.items(
                run, books.days().stream().filter(day -> !day.run().isEmpty()).toList());
        List<CorrectionIndexItem> before = new ArrayList<>();
        Unindexed unindexed = new Unindexed(items, run);
        long reports;
        long corrections;
        try {
            writer.upload();
            reports = report(written.folder());
            state.published().ifPresent(old -> items.query(CorrectionIndexItem.of(old.run()), before::add));
            unindexed.note(before, index, clock.millis());
            corrections = Corrections.write(database, items, run, books::isSound, books.finalThrough());
            items.putAll(index);
        } catch (StoreException e) {
            return new Publication.PublicationFailed(state.published(), String.valueOf(e.getMessage()));
        }
        Publication result = switchTo(next, state.published(), reports, corrections);
        UnusedObjects unused = new UnusedObjects(objects, files, run, state, decided.kept(), books.days());
        tidy(result, unindexed, before, index, () -> unused.sweep(settledBefore(decided)));
        progress.end();
        return result;
    }

    private Publication switchTo(Published next, Optional<Published> before, long files, long corrections) {
        try {
            if (!(next.replace(items, before.map(Published::run), clock.millis())
                    instanceof PutOutcome.PutRefused<PublishedRunItem> refused)) {
                return new Publication.Switched(next, files, corrections);
            }
            // After a lost answer the client's retry is refused by our own write; so the stored run is compared
            // with ours.
            Optional<Published> now = refused.stored().map(Published::of);
            return now.map(Published::run).filter(run::equals).isPresent()
                    ? new Publication.Switched(next, files, corrections)
                    : new Publication.PublicationOvertaken(now);
        } catch (StoreException e) {
            return new Publication.Unknown(before, String.valueOf(e.getMessage()));
        }
    }

    /** The reports of days before it are as they will stay. */
    private static long settledBefore(Decided decided) {
        return decided.state().keptDays().recordsFrom();
    }

    /** Sweeps after the switch. If a store or a disk fails here, unused objects stay until the next run deletes them. */
    private void tidy(
            Publication result,
            Unindexed unindexed,
            List<CorrectionIndexItem> before,
            List<CorrectionIndexItem> index,
            Runnable sweepObjects) {
        long now = clock.millis();
        try {
            if (result instanceof Publication.Switched) {
                items.putAll(before.stream().map(item -> item.superseded(now)).toList());
                unindexed.sweep(index, now);
                sweepObjects.run();
            } else if (result instanceof Publication.PublicationOvertaken) {
                unindexed.takeBack();
            }
        } catch (StoreException | UncheckedIOException e) {
            progress.note("left for the next run to sweep: " + e.getMessage());
        }
    }

    private long report(Path staging) {
        try (Stream<Path> all = java.nio.file.Files.walk(staging)) {
            List<Path> reports = all.filter(java.nio.file.Files::isRegularFile).toList();
            for (Path file : reports) {
                Path relative = staging.relativize(file);
                String name = file.getFileName().toString();
                String key = relative.getNameCount() == 1
                        ? BatchKeys.report(run, name)
                        : BatchKeys.day(relative.getName(0).toString(), run, name);
                objects.put(key, file);
            }
            return reports.size();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + staging, e);
        }
    }
}
