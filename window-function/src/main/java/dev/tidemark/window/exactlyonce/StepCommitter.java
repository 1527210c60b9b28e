package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.Step;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Commits a step: the due slices, the moments and the halves of joins; the cells, each under its condition; the journal
 * entry; last of all the head. If the process ends before the head is written, the next attempt repeats the step: cells that
 * hold it already are left alone, and a journal entry beyond the head counts for nothing.
 */
final class StepCommitter {

    private static final Logger LOG = Logger.getLogger(StepCommitter.class);

    private final HalfStore halves;
    private final Journal journal;
    private final CellWriter cells;

    /** A committer; {@code executor} runs the writes of cells side by side. */
    StepCommitter(CellStore cells, HalfStore halves, Journal journal, Executor executor) {
        this.halves = halves;
        this.journal = journal;
        this.cells = new CellWriter(cells, executor);
    }

    /** What came of it. */
    sealed interface Commit {}

    /** The head has moved, and this is the shard as of there. */
    record Committed(CaughtUp shard) implements Commit {}

    /** Another attempt had moved the head before; what this one wrote counts for nothing, and memory is behind. */
    record Behind(String shardId) implements Commit {}

    /**
     * Commits a step.
     *
     * @throws RuntimeException if a store fails; whether the head has moved is then for the journal to say
     */
    Commit commit(CaughtUp.Folded folded) {
        String shardId = folded.shardId();
        Step step = folded.step();
        Set<DueSlice> due = folded.unwrittenDue();
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
        cells.write(shardId, step.cells(), folded.onto().cells());
        journal.writeStep(shardId, step);
        ShardHead before = folded.onto().head();
        ShardHead after = folded.after();
        if (journal.moveHead(before, after) instanceof Journal.HeadOvertaken) {
            LOG.infof("%s: another attempt has moved the head beyond %s", shardId, before.sequence());
            return new Behind(shardId);
        }
        if (!after.viewsVersion().equals(before.viewsVersion())) {
            LOG.infof("%s: from %s on the views are of version %s", shardId, step.last(), after.viewsVersion());
        }
        return new Committed(folded.committed(after));
    }
}
