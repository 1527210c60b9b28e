package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.event.MalformedRecordException;
import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.SeenEvents;
import dev.tidemark.domain.fold.ShardFold;
import dev.tidemark.domain.fold.ShardRecord;
import dev.tidemark.domain.fold.Step;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.watermark.Watermarks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Applies a shard's records to the grid, exactly once each (docs/adr: one writer a shard).
 *
 * <p>A step is: fold; write the due slices and the moments; write the cells, each under its condition; write the journal entry; move the
 * head. Whoever dies in between leaves a head that has not moved, and the next attempt does the step again: cells that
 * hold it already are left alone, an entry beyond the head counts for nothing. Memory follows the head: it is brought up
 * to date from the journal before, and advances only after the head has moved.
 */
public final class ShardProcessor {

    /** The most events of one step. */
    public static final int MOST_EVENTS = 10_000;

    private static final Logger LOG = Logger.getLogger(ShardProcessor.class);
    private static final int MOST_RACES = 5;

    private final Views views;
    private final Journal journal;
    private final Quarantine quarantine;
    private final Function<String, Head> opening;
    private final LogRecordReader reader;
    private final ShardFold fold;
    private final CellWriter writer;
    private final Map<String, ShardState> states = new HashMap<>();

    /**
     * A processor with nothing in memory.
     *
     * @param opening gives the head of a shard that has none yet, stored
     * @param executor runs the writes of cells side by side
     */
    public ShardProcessor(
            Views views,
            CellStore cells,
            Journal journal,
            Quarantine quarantine,
            Function<String, Head> opening,
            Executor executor) {
        this.views = views;
        this.journal = journal;
        this.quarantine = quarantine;
        this.opening = opening;
        this.reader = new LogRecordReader(views.attributes());
        this.fold = new ShardFold(views);
        this.writer = new CellWriter(cells, executor);
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
                if (apply(state, records)) {
                    return new Result(before, state.head);
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

    /** Whether all was applied; false when another attempt moved the head. */
    private boolean apply(ShardState state, List<RawRecord> records) {
        List<ShardRecord> fresh = new ArrayList<>(records.size());
        Map<String, RawRecord> raw = new HashMap<>();
        for (RawRecord record : records) {
            if (record.sequence().compareTo(state.head.sequence()) > 0) {
                fresh.add(read(state.head.shardId(), record));
                raw.put(record.sequence(), record);
            }
        }
        for (List<ShardRecord> run : ShardFold.runs(fresh, MOST_EVENTS)) {
            Step step;
            try {
                step = fold.fold(run, state.head.time(), state.seen);
            } catch (RuntimeException e) {
                LOG.warnf(
                        e,
                        "%s: a run of %d records cannot be folded; trying each alone",
                        state.head.shardId(),
                        run.size());
                if (!applyAlone(state, run, raw)) {
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
    private boolean applyAlone(ShardState state, List<ShardRecord> run, Map<String, RawRecord> raw) {
        for (ShardRecord record : run) {
            Step step;
            try {
                step = fold.fold(List.of(record), state.head.time(), state.seen);
            } catch (RuntimeException e) {
                RawRecord bytes = raw.get(record.sequence());
                if (bytes == null) {
                    throw e;
                }
                ShardRecord aside = setAside(state.head.shardId(), bytes, "processing it throws " + e);
                step = fold.fold(List.of(aside), state.head.time(), state.seen);
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
        writer.write(shardId, step.cells(), state.cells);
        journal.writeStep(shardId, step);
        Head next = state.head.after(step);
        if (!journal.moveHead(state.head, next)) {
            LOG.infof("%s: another attempt has moved the head beyond %s", shardId, state.head.sequence());
            states.remove(shardId);
            return false;
        }
        state.head = next;
        step.sightings().into(state.seen);
        state.written(due);
        return true;
    }

    private ShardRecord read(String shardId, RawRecord record) {
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
        if (state != null && head.sequence().compareTo(state.head.sequence()) >= 0) {
            if (!head.sequence().equals(state.head.sequence())) {
                journal.steps(shardId, state.head.sequence(), head.sequence())
                        .forEach(entry -> entry.sightings().into(state.seen));
                state.cells.clear();
            }
            state.head = head;
            return state;
        }
        ShardState fresh = new ShardState(head, remember(head));
        states.put(shardId, fresh);
        return fresh;
    }

    /** What the shard and its ancestors have seen within the horizon. */
    private SeenEvents remember(Head head) {
        SeenEvents seen = new SeenEvents(views.deduplicateFor().toMillis());
        if (head.time().clock() != Watermarks.UNKNOWN) {
            long since = head.time().clock() - views.deduplicateFor().toMillis();
            remember(head, since, seen);
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
