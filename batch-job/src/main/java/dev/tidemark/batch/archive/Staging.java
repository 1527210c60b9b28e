package dev.tidemark.batch.archive;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.fault.Fault;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Brings the new part of the archive into the tables {@code records} and {@code arrivals}, shards side by side. */
public final class Staging {

    private static final long ROWS_A_CHUNK = 250_000;

    /**
     * What staging found.
     *
     * @param objects new objects, with their states beside
     * @param states by key
     * @param faults missing and altered objects, unreadable records
     * @param unjournalled keys of objects that no journal entry names
     * @param ordinals number of records of each shard, by index
     * @param quarantinedRecords records in quarantine that nobody can read
     * @param notes what a reader should know
     * @param switches the {@code views} records, by shard in the order of the log
     */
    public record Staged(
            List<ArchiveObject> objects,
            Map<String, ObjectState> states,
            List<Fault> faults,
            List<String> unjournalled,
            Map<Integer, Long> ordinals,
            long quarantinedRecords,
            List<String> notes,
            List<ViewsSwitch> switches) {}

    private final ObjectStore objects;
    private final ItemStore items;
    private final Database database;
    private final Path scratch;
    private final int threads;
    private final StepProgress progress;

    public Staging(
            ObjectStore objects, ItemStore items, Database database, Path scratch, int threads, StepProgress progress) {
        this.objects = objects;
        this.items = items;
        this.database = database;
        this.scratch = scratch;
        this.threads = threads;
        this.progress = progress;
    }

    /** Reads what lies between the checkpoint and the cut. */
    public Staged read(Cut cut) {
        ArchiveJournal journal = new ArchiveJournal(items, objects);
        List<ShardCut> moving = cut.shards().stream().filter(ShardCut::moves).toList();
        List<Skipped> skipped = Skipped.read(objects);
        List<ArchiveObject> all = new ArrayList<>();
        List<Future<ShardReader>> readers = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, threads));
        try {
            for (ShardCut shard : moving) {
                List<ArchiveObject> entries = journal.entries(shard);
                int firstNumber = all.size();
                all.addAll(entries);
                Set<String> quarantined = journal.quarantined(shard);
                readers.add(executor.submit(() -> {
                    try (Chunks chunks = new Chunks(shard.index())) {
                        ShardReader reader = new ShardReader(shard, objects, items, quarantined, skipped, chunks);
                        reader.read(entries, firstNumber);
                        return reader;
                    }
                }));
            }
            progress.start("reading the archive", all.size());
            return result(cut, moving, all, readers, journal.unjournalled(all, moving));
        } finally {
            executor.shutdownNow();
            progress.end();
        }
    }

    private Staged result(
            Cut cut,
            List<ShardCut> moving,
            List<ArchiveObject> all,
            List<Future<ShardReader>> readers,
            List<String> unjournalled) {
        Map<String, ObjectState> states = new HashMap<>();
        List<Fault> faults = new ArrayList<>();
        Map<Integer, Long> ordinals = new HashMap<>();
        List<String> notes = new ArrayList<>();
        List<ViewsSwitch> switches = new ArrayList<>();
        long unreadable = 0;
        cut.shards().forEach(shard -> ordinals.put(shard.index(), shard.ordinal()));
        for (int i = 0; i < readers.size(); i++) {
            ShardReader reader = finished(readers.get(i));
            ShardCut shard = moving.get(i);
            states.putAll(reader.states());
            faults.addAll(reader.faults());
            switches.addAll(reader.switches());
            ordinals.put(shard.index(), reader.ordinal());
            unreadable += reader.unreadable();
            if (reader.states().containsValue(ObjectState.MISSING)
                    || reader.states().containsValue(ObjectState.ALTERED)) {
                notes.add(shard.id() + ": the archive has a hole; behind it the replay goes on from the watermark in"
                        + " the stream's journal"
                        + (reader.unanchored() > 0 ? ", but the journal has no entry behind the last hole" : ""));
            }
        }
        return new Staged(
                all,
                states,
                faults,
                new ArrayList<>(new HashSet<>(unjournalled)),
                ordinals,
                unreadable,
                notes,
                switches);
    }

    private static ShardReader finished(Future<ShardReader> future) {
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

    /** Holds journalled objects of earlier runs against the bucket again. */
    public List<Fault> verifyAgain(List<ArchiveObject> earlier, Map<Integer, String> shardIds) {
        progress.start("verifying the archive", earlier.size());
        try {
            List<Fault> faults = new ArrayList<>();
            for (ArchiveObject entry : earlier) {
                ObjectState state =
                        ShardReader.stateOf(entry, objects.get(entry.key()).orElse(null));
                if (state != ObjectState.INTACT) {
                    faults.add(ShardReader.fault(
                            shardIds.getOrDefault(entry.shard(), "shard " + entry.shard()), entry, state));
                }
                progress.step(1);
            }
            return faults;
        } finally {
            progress.end();
        }
    }

    private synchronized void load(String fragment, Path file) {
        database.run(fragment, Map.of("file", Sql.text(file.toString())));
    }

    /** The rows of one shard on their way: files of bounded size, loaded one after the other. */
    private final class Chunks implements ShardReader.Sink, AutoCloseable {

        private final Path recordsPath;
        private final Path eventsPath;
        private RowFile records;
        private RowFile events;

        Chunks(int shard) throws IOException {
            recordsPath = scratch.resolve("records-" + shard + ".ndjson");
            eventsPath = scratch.resolve("events-" + shard + ".ndjson");
            records = new RowFile(recordsPath);
            events = new RowFile(eventsPath);
        }

        @Override
        public void record(ShardReader.RowFileWriter row) throws IOException {
            row.writeTo(records);
        }

        @Override
        public void event(ShardReader.RowFileWriter row) throws IOException {
            row.writeTo(events);
        }

        @Override
        public void pause(int objectsRead) {
            progress.step(objectsRead);
            if (records.rows() + events.rows() >= ROWS_A_CHUNK) {
                try {
                    flush();
                    records = new RowFile(recordsPath);
                    events = new RowFile(eventsPath);
                } catch (IOException e) {
                    throw new UncheckedIOException("staging", e);
                }
            }
        }

        private void flush() throws IOException {
            records.close();
            events.close();
            if (records.rows() > 0) {
                load("staging.loadRecords", recordsPath);
            }
            if (events.rows() > 0) {
                load("staging.loadArrivals", eventsPath);
            }
        }

        @Override
        public void close() throws IOException {
            flush();
            Files.deleteIfExists(recordsPath);
            Files.deleteIfExists(eventsPath);
        }
    }
}
