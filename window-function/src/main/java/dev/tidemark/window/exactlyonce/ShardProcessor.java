package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.event.MalformedRecordException;
import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.JoinState;
import dev.tidemark.domain.fold.SeenEvents;
import dev.tidemark.domain.fold.ShardFold;
import dev.tidemark.domain.fold.ShardRecord;
import dev.tidemark.domain.fold.Step;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.window.versions.Versions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Applies a shard's records to the grid, exactly once each (docs/adr: one writer a shard).
 *
 * <p>A step is: fold; write the due slices, the moments and the halves of joins; write the cells, each under its condition;
 * write the journal entry; move the head. Whoever dies in between leaves a head that has not moved, and the next attempt does the step again: cells that
 * hold it already are left alone, an entry beyond the head counts for nothing. Memory follows the head: it is brought up
 * to date from the journal before, and advances only after the head has moved.
 *
 * <p>A step is folded with the version of the views in force at the head that it begins at, and ends with the {@code views}
 * record that names another: which version a record is read with depends on the log alone, not on who reads it.
 */
public final class ShardProcessor {

    /** The most events of one step. */
    public static final int MOST_EVENTS = 10_000;

    private static final Logger LOG = Logger.getLogger(ShardProcessor.class);
    private static final int MOST_RACES = 5;

    private final Versions versions;
    private final HalfStore halves;
    private final Journal journal;
    private final Quarantine quarantine;
    private final Function<String, Head> opening;
    private final CellWriter writer;
    private final JoinMemory joins;
    private final Map<String, VersionFold> folds = new HashMap<>();
    private final Map<String, ShardState> states = new HashMap<>();

    /**
     * A processor with nothing in memory.
     *
     * @param opening gives the head of a shard that has none yet, stored
     * @param executor runs the writes of cells side by side
     */
    public ShardProcessor(
            Versions versions,
            CellStore cells,
            HalfStore halves,
            Journal journal,
            Quarantine quarantine,
            Function<String, Head> opening,
            Executor executor) {
        this.versions = versions;
        this.halves = halves;
        this.journal = journal;
        this.quarantine = quarantine;
        this.opening = opening;
        this.writer = new CellWriter(cells, executor);
        this.joins = new JoinMemory(halves, journal, versions);
    }

    /** What came of a batch: the shard's head before and after it. */
    public record Result(Head before, Head after) {}

    /**
     * Applies a batch of one shard; what was applied before is passed over.
     *
     * @param records in sequence order
     * @return the heads before and after
     * @throws BatchFailedException when a store fails: it says from which record on nothing is applied
     */
    public Result process(String shardId, List<RawRecord> records) throws BatchFailedException {
        String reached = null;
        try {
            ShardState state = current(shardId);
            Head before = state.head;
            for (int races = 0; ; ) {
                reached = state.head.sequence();
                Head after = apply(state, records);
                if (after != null) {
                    return new Result(before, after);
                }
                if (++races == MOST_RACES) {
                    throw new IllegalStateException("the head of " + shardId + " moved under " + MOST_RACES
                            + " attempts: the shard has more than one writer");
                }
                state = current(shardId);
            }
        } catch (RuntimeException e) {
            ShardState state = states.get(shardId);
            String applied = state != null ? state.head.sequence() : reached;
            for (RawRecord record : records) {
                if (applied == null || record.sequence().compareTo(applied) > 0) {
                    throw new BatchFailedException(record.sequence(), e);
                }
            }
            throw new BatchFailedException(records.get(0).sequence(), e);
        }
    }

    /** The head when all is applied; null when another attempt moved it. */
    private @Nullable Head apply(ShardState first, List<RawRecord> records) {
        ShardState state = first;
        int from = 0;
        while (from < records.size() && records.get(from).sequence().compareTo(state.head.sequence()) <= 0) {
            from++;
        }
        while (from < records.size()) {
            VersionFold version = fold(state.head.viewsVersion());
            List<ShardRecord> read = upToNextVersion(state.head, records.subList(from, records.size()), version);
            if (!apply(state, read, records.subList(from, from + read.size()), version)) {
                return null;
            }
            from += read.size();
            state = remembering(state);
        }
        return state.head;
    }

    /** Reads records up to the end, or the first that names another version of the views, that one included. */
    private List<ShardRecord> upToNextVersion(Head head, List<RawRecord> records, VersionFold version) {
        List<ShardRecord> read = new ArrayList<>(records.size());
        for (RawRecord raw : records) {
            ShardRecord record = read(head.shardId(), raw, version.reader);
            if (record instanceof ShardRecord.Readable readable
                    && readable.record() instanceof LogRecord.ViewsChanged changed
                    && !changed.version().equals(head.viewsVersion())) {
                if (versions.exists(changed.version())) {
                    read.add(record);
                    return read;
                }
                record = setAside(head.shardId(), raw, "there is no views file of version '" + changed.version() + "'");
            }
            read.add(record);
        }
        return read;
    }

    private boolean apply(ShardState state, List<ShardRecord> records, List<RawRecord> raw, VersionFold version) {
        int from = 0;
        for (List<ShardRecord> run : ShardFold.runs(records, MOST_EVENTS)) {
            List<RawRecord> bytes = raw.subList(from, from + run.size());
            from += run.size();
            Step step;
            try {
                step = version.fold.fold(run, state.head.time(), state.seen, state.joins);
            } catch (RuntimeException e) {
                LOG.warnf(
                        e,
                        "%s: a run of %d records cannot be folded; trying each alone",
                        state.head.shardId(),
                        run.size());
                if (!applyAlone(state, run, bytes, version)) {
                    return false;
                }
                continue;
            }
            if (!commit(state, step)) {
                return false;
            }
        }
        return true;
    }

    /** Each record as a step of its own; one that throws again goes to quarantine. */
    private boolean applyAlone(ShardState state, List<ShardRecord> run, List<RawRecord> raw, VersionFold version) {
        for (int i = 0; i < run.size(); i++) {
            Step step;
            try {
                step = version.fold.fold(List.of(run.get(i)), state.head.time(), state.seen, state.joins);
            } catch (RuntimeException e) {
                ShardRecord aside = setAside(state.head.shardId(), raw.get(i), "processing it throws " + e);
                step = version.fold.fold(List.of(aside), state.head.time(), state.seen, state.joins);
            }
            if (!commit(state, step)) {
                return false;
            }
        }
        return true;
    }

    private boolean commit(ShardState state, Step step) {
        String shardId = state.head.shardId();
        Set<DueSlice> due = state.unwritten(step.due());
        if (!due.isEmpty()) {
            journal.writeDue(shardId, due);
        }
        if (!step.moments().isEmpty()) {
            journal.writeMoments(shardId, step.moments());
        }
        step.joins().forEach((viewId, delta) -> {
            if (!delta.halves().isEmpty()) {
                halves.writeHalves(viewId, shardId, delta.halves());
            }
        });
        writer.write(shardId, step.cells(), state.cells);
        journal.writeStep(shardId, step);
        Head next = state.head.after(step);
        if (!journal.moveHead(state.head, next)) {
            LOG.infof("%s: another attempt has moved the head beyond %s", shardId, state.head.sequence());
            states.remove(shardId);
            return false;
        }
        if (!next.viewsVersion().equals(state.head.viewsVersion())) {
            LOG.infof("%s: from %s on the views are of version %s", shardId, step.last(), next.viewsVersion());
        }
        state.head = next;
        step.sightings().into(state.seen);
        state.joins.commit(step.joins(), next.time().watermarks().event());
        state.written(due);
        return true;
    }

    private VersionFold fold(String version) {
        return folds.computeIfAbsent(version, name -> new VersionFold(versions.views(name)));
    }

    private ShardRecord read(String shardId, RawRecord record, LogRecordReader reader) {
        try {
            return new ShardRecord.Readable(record.sequence(), reader.read(record.data()));
        } catch (MalformedRecordException e) {
            return setAside(shardId, record, String.valueOf(e.getMessage()));
        }
    }

    private ShardRecord setAside(String shardId, RawRecord record, String reason) {
        quarantine.put(shardId, record, reason);
        LOG.warnf("%s: record %s is in quarantine: %s", shardId, record.sequence(), reason);
        return new ShardRecord.Quarantined(record.sequence());
    }

    /** The shard's state as of its head, brought up to date from the journal. */
    private ShardState current(String shardId) {
        Head head = journal.head(shardId).orElseGet(() -> opening.apply(shardId));
        ShardState state = states.get(shardId);
        if (state != null
                && head.sequence().compareTo(state.head.sequence()) >= 0
                && horizon(head) == state.seen.horizonMillis()) {
            if (!head.sequence().equals(state.head.sequence())) {
                JoinState waiting = joins.of(head);
                journal.steps(shardId, state.head.sequence(), head.sequence())
                        .forEach(entry -> entry.sightings().into(state.seen));
                state.cells.clear();
                state.joins = waiting;
            }
            state.head = head;
            return state;
        }
        return fresh(head);
    }

    /** The state itself, or a new one where another version of the views looks further, or less far, for duplicates. */
    private ShardState remembering(ShardState state) {
        return horizon(state.head) == state.seen.horizonMillis() ? state : fresh(state.head);
    }

    private ShardState fresh(Head head) {
        ShardState fresh = new ShardState(head, remember(head), joins.of(head));
        states.put(head.shardId(), fresh);
        return fresh;
    }

    private long horizon(Head head) {
        return versions.views(head.viewsVersion()).deduplicateFor().toMillis();
    }

    /** What the shard and its ancestors have seen within the horizon. */
    private SeenEvents remember(Head head) {
        long horizon = horizon(head);
        SeenEvents seen = new SeenEvents(horizon);
        if (head.time().clock() != Watermarks.UNKNOWN) {
            remember(head, head.time().clock() - horizon, seen);
        }
        return seen;
    }

    private void remember(Head head, long sinceMillis, SeenEvents seen) {
        for (String parent : head.parents()) {
            journal.head(parent).ifPresent(parentHead -> {
                if (parentHead.time().clock() >= sinceMillis) {
                    remember(parentHead, sinceMillis, seen);
                }
            });
        }
        for (Journal.Entry entry : journal.stepsSince(head.shardId(), head.sequence(), sinceMillis)) {
            entry.sightings().into(seen);
        }
    }
}
