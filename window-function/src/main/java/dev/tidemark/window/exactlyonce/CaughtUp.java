package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.JoinState;
import dev.tidemark.domain.fold.SeenEvents;
import dev.tidemark.domain.fold.ShardRecord;
import dev.tidemark.domain.fold.Step;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A shard in this instance's memory, as of its head: a copy of what the stores know. From here a run of records can be
 * folded, and in no other state; what it folds to can be committed, and in no other way does memory advance.
 */
final class CaughtUp {

    private static final int MOST_CELLS = 50_000;
    private static final long MOST_SKETCH_BYTES = 32L << 20;
    private static final int MOST_DUE = 50_000;

    private final ShardHead head;
    private final SeenEvents seen;
    private final JoinState joins;
    private final CellCache cells;

    /** Due slices that this instance has written. */
    private final Set<DueSlice> due;

    private CaughtUp(ShardHead head, SeenEvents seen, JoinState joins, CellCache cells, Set<DueSlice> due) {
        this.head = head;
        this.seen = seen;
        this.joins = joins;
        this.cells = cells;
        this.due = due;
    }

    /** A shard that this instance knows nothing more of. */
    static CaughtUp fresh(ShardHead head, SeenEvents seen, JoinState joins) {
        return new CaughtUp(head, seen, joins, new CellCache(MOST_CELLS, MOST_SKETCH_BYTES), new HashSet<>());
    }

    /** The same shard where another instance has moved its head, after what was seen in between has been added. */
    CaughtUp at(ShardHead further, JoinState waiting) {
        cells.clear();
        return new CaughtUp(further, seen, waiting, cells, due);
    }

    /** The same where the head stands, as it was read again. */
    CaughtUp at(ShardHead same) {
        return new CaughtUp(same, seen, joins, cells, due);
    }

    ShardHead head() {
        return head;
    }

    SeenEvents seen() {
        return seen;
    }

    CellCache cells() {
        return cells;
    }

    /**
     * Folds a run of records that comes next.
     *
     * @throws RuntimeException if that cannot be done; nothing has changed
     */
    Folded fold(VersionFold version, List<ShardRecord> run) {
        return new Folded(this, version.fold.fold(run, head.time(), seen, joins));
    }

    /** A step that was folded, and not yet committed: memory knows nothing of it. */
    record Folded(CaughtUp onto, Step step) {

        String shardId() {
            return onto.head.shardId();
        }

        /** Where the head stands if this is committed. */
        ShardHead after() {
            return onto.head.after(step);
        }

        /** Its due slices that this instance has not written yet. */
        Set<DueSlice> unwrittenDue() {
            Set<DueSlice> rest = new LinkedHashSet<>(step.due());
            rest.removeAll(onto.due);
            return rest;
        }

        /** The shard once the head has moved to {@code after}: now memory has it as well. */
        CaughtUp committed(ShardHead after) {
            step.sightings().into(onto.seen);
            onto.joins.commit(step.joins(), after.time().watermarks().event());
            if (onto.due.size() > MOST_DUE) {
                onto.due.clear();
            }
            onto.due.addAll(step.due());
            return new CaughtUp(after, onto.seen, onto.joins, onto.cells, onto.due);
        }
    }
}
