package dev.tidemark.batch.stage;

import static dev.tidemark.batch.line.NightTable.ARRIVALS;
import static dev.tidemark.batch.line.NightTable.ENGINE_READ;
import static dev.tidemark.batch.line.NightTable.RECORDS;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.FixedCut;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.line.NightStage;
import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.state.JournalledObject;
import dev.tidemark.batch.state.MissedRange;
import dev.tidemark.batch.state.ViewsSwitch;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Brings what lies between the checkpoint and the cut into the tables {@code records} and {@code arrivals}, shards side by side. The engine reads the same lines itself. */
public final class StageArchive implements NightStage<FixedCut, Staged> {

    private final Database database;
    private final ObjectStore objects;
    private final ItemStore items;
    private final Path scratch;
    private final int threads;
    private final long stepsSince;
    private final Duration silence;
    private final StepProgress progress;

    /**
     * Of these stores.
     *
     * @param scratch a folder for what the engine is to read
     * @param threads shards at a time
     * @param stepsSince steps of what arrived before this may have been deleted by their time to live, milliseconds
     * @param silence no log of a shard into which ticks put their heartbeats is silent for longer
     */
    public StageArchive(
            Database database,
            ObjectStore objects,
            ItemStore items,
            Path scratch,
            int threads,
            long stepsSince,
            Duration silence,
            StepProgress progress) {
        this.database = database;
        this.objects = objects;
        this.items = items;
        this.scratch = scratch;
        this.threads = threads;
        this.stepsSince = stepsSince;
        this.silence = silence;
        this.progress = progress;
    }

    @Override
    public Set<NightTable> reads() {
        return Set.of();
    }

    @Override
    public Set<NightTable> makes() {
        return Set.of(RECORDS, ARRIVALS, ENGINE_READ);
    }

    @Override
    public Staged run(FixedCut fixed) {
        database.run("staging.tables");
        JournalledObjects journal = new JournalledObjects(items, objects);
        List<ShardCut> moving =
                fixed.cut().shards().stream().filter(ShardCut::moves).toList();
        List<Skipped> skipped = Skipped.read(objects);
        AcceptedHoles accepted = AcceptedHoles.read(items);
        Map<String, Long> clocks = new HashMap<>();
        fixed.state().shards().forEach(shard -> clocks.put(shard.id(), shard.clock()));
        List<JournalledObject> all = new ArrayList<>();
        List<Future<ShardRows>> readers = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, threads));
        try {
            for (ShardCut shard : moving) {
                List<JournalledObject> entries = journal.entries(shard);
                int firstNumber = all.size();
                all.addAll(entries);
                Set<String> quarantined = journal.quarantined(shard);
                PassedOver passedOver = PassedOver.of(items, shard, stepsSince);
                readers.add(executor.submit(() -> {
                    try (LogRows rows = new LogRows(database);
                            EngineLines lines = new EngineLines(database, scratch, shard)) {
                        ShardRows reader = new ShardRows(
                                shard,
                                objects,
                                items,
                                quarantined,
                                skipped,
                                passedOver,
                                silence.toMillis(),
                                clocks.get(shard.id()),
                                accepted,
                                rows,
                                lines,
                                progress::step);
                        reader.read(entries, firstNumber);
                        return reader;
                    }
                }));
            }
            progress.start("reading the archive", all.size());
            List<String> unjournalled = journal.unjournalled(all, moving);
            return staged(fixed, moving, all, accepted, unjournalled, readers);
        } finally {
            executor.shutdownNow();
            progress.end();
        }
    }

    private static Staged staged(
            FixedCut fixed,
            List<ShardCut> moving,
            List<JournalledObject> all,
            AcceptedHoles accepted,
            List<String> unjournalled,
            List<Future<ShardRows>> readers) {
        List<NightFault> faults = new ArrayList<>();
        Map<Integer, Long> ordinals = new HashMap<>();
        List<String> notes = new ArrayList<>();
        List<ViewsSwitch> switches = new ArrayList<>();
        List<MissedRange> missed = new ArrayList<>();
        Cut cut = fixed.cut();
        cut.shards().forEach(shard -> ordinals.put(shard.index(), shard.ordinal()));
        for (int i = 0; i < readers.size(); i++) {
            ShardRows reader = finished(readers.get(i));
            ShardCut shard = moving.get(i);
            faults.addAll(reader.faults());
            switches.addAll(reader.switches());
            missed.addAll(reader.missed());
            ordinals.put(shard.index(), reader.ordinal());
            if (reader.hasHole()) {
                notes.add(shard.id() + ": the archive has a hole; behind it the replay goes on from the watermark in"
                        + " the stream's journal"
                        + (reader.unanchored() > 0 ? ", but the journal has no entry behind the last hole" : ""));
            }
        }
        List<String> strangers = new ArrayList<>(new LinkedHashSet<>(unjournalled));
        return new Staged(
                fixed, all, faults, accepted, strangers, ordinals, objectsFrom(cut, all), notes, switches, missed);
    }

    /** The next run needs no object that begins before the first of this one's. */
    private static Map<Integer, String> objectsFrom(Cut cut, List<JournalledObject> read) {
        Map<Integer, String> from = new HashMap<>();
        read.forEach(object -> from.merge(object.shard(), object.first(), (a, b) -> a.compareTo(b) <= 0 ? a : b));
        cut.shards().forEach(shard -> from.putIfAbsent(shard.index(), shard.objectsFrom()));
        return from;
    }

    private static ShardRows finished(Future<ShardRows> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof IOException cause) {
                throw new UncheckedIOException(cause);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the archive", e);
        }
    }
}
