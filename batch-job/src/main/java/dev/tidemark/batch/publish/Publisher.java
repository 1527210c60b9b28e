package dev.tidemark.batch.publish;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.state.BatchKeys;
import dev.tidemark.batch.state.Published;
import dev.tidemark.batch.state.State;
import dev.tidemark.batch.state.State.ViewDay;
import dev.tidemark.batch.state.StateWriter;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.batch.store.StoreException;
import dev.tidemark.platform.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Publishes a run: everything it wrote is put where only it is looked for, and then one item is replaced. */
public final class Publisher {

    private final ObjectStore objects;
    private final ItemStore items;
    private final String run;
    private final Clock clock;
    private final StepProgress progress;

    public Publisher(ObjectStore objects, ItemStore items, String run, Clock clock, StepProgress progress) {
        this.objects = objects;
        this.items = items;
        this.run = run;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Publishes.
     *
     * @param staging the staged report, whose days go into the bucket too
     * @param days of all views, as they stand after this run
     * @param finalThrough by view id, up to where every window is final, milliseconds
     * @param sound whether this run compared a view's day and found nothing wrong: the (view id, day) pairs whose
     *     corrections are published, for windows that are final
     * @return what it came to; a store that fails is an outcome, too
     */
    public Publication publish(
            Database database,
            State state,
            StateWriter writer,
            Path staging,
            List<ViewDay> days,
            Map<String, Long> finalThrough,
            BiPredicate<String, Long> sound) {
        progress.start("publishing", 0);
        Published next = new Published(run, DayIndex.verifiedThrough(days, finalThrough, sound));
        long files;
        long corrections;
        try {
            writer.upload();
            files = report(staging);
            corrections = Corrections.write(database, items, run, sound, finalThrough);
            List<ViewDay> published =
                    days.stream().filter(day -> !day.run().isEmpty()).toList();
            items.putAll(Table.CORRECTIONS, DayIndex.items(run, published));
        } catch (StoreException e) {
            return new Publication.Failed(state.published(), String.valueOf(e.getMessage()));
        }
        Publication result = switchTo(next, state.published(), files, corrections);
        if (result instanceof Publication.Switched) {
            forget(state);
        }
        progress.end();
        return result;
    }

    private Publication switchTo(Published next, Optional<Published> before, long files, long corrections) {
        try {
            if (next.replace(items, before.map(Published::run), clock.millis())) {
                return new Publication.Switched(next, files, corrections);
            }
            // An answer that was lost on its way, and asked for again, says no as well.
            Optional<Published> now = Published.read(items);
            return now.map(Published::run).filter(run::equals).isPresent()
                    ? new Publication.Switched(next, files, corrections)
                    : new Publication.Overtaken(now);
        } catch (StoreException e) {
            return new Publication.Unknown(before, String.valueOf(e.getMessage()));
        }
    }

    /** Lets the index of the run before go; a store that fails here leaves an index that nobody reads. */
    private void forget(State state) {
        state.published().ifPresent(old -> {
            try {
                items.putAll(
                        Table.CORRECTIONS, DayIndex.expiring(DayIndex.items(old.run(), state.days()), clock.millis()));
            } catch (StoreException e) {
                // The run is published all the same.
            }
        });
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
