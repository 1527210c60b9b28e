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
     * @return what was published, in a sentence
     * @throws StoreException if a store does not answer, or another run was published in the meantime
     */
    public String publish(
            Database database,
            State state,
            StateWriter writer,
            Path staging,
            List<ViewDay> days,
            Map<String, Long> finalThrough,
            BiPredicate<String, Long> sound) {
        progress.start("publishing", 0);
        writer.upload();
        long reports = report(staging);
        long corrections = Corrections.write(database, items, run, sound, finalThrough);
        List<ViewDay> published =
                days.stream().filter(day -> !day.run().isEmpty()).toList();
        items.putAll(Table.CORRECTIONS, DayIndex.items(run, published));
        Map<String, Long> through = DayIndex.verifiedThrough(days, finalThrough, sound);
        Optional<String> before = state.published().map(Published::run);
        if (!new Published(run, through).replace(items, before, clock.millis())) {
            throw new StoreException(
                    "another run was published while this one computed", new IllegalStateException(run));
        }
        before.ifPresent(old ->
                items.putAll(Table.CORRECTIONS, DayIndex.expiring(DayIndex.items(old, state.days()), clock.millis())));
        progress.end();
        return "Published run " + run + ": " + reports + " files, " + corrections + " corrections"
                + (through.isEmpty() ? "" : "; verified through: " + DayIndex.describe(through)) + ".";
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
