package dev.tidemark.window.exactlyonce;

import dev.tidemark.window.versions.Versions;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Applies a shard's records to the grid, exactly once each (docs/adr: one writer a shard).
 *
 * <p>It catches up with the journal ({@link CatchUp}), cuts what is new into runs ({@link StepCutter}), folds a run onto what
 * it knows ({@link CaughtUp}) and commits the step ({@link StepCommitter}). What it has in memory of a
 * shard is never ahead of the stored head: before a batch it reads the head and adds what other instances have applied since,
 * and after a step it takes the step over only when the head has moved. If another instance has moved the head from record 7
 * to record 9 while this one had 8 and 9 folded, this one throws its fold away and reads from 9 on.
 */
public final class ShardProcessor {

    private static final Logger LOG = Logger.getLogger(ShardProcessor.class);
    private static final int MOST_RACES = 5;

    private final CatchUp catchUp;
    private final StepCutter cutter;
    private final StepCommitter committer;

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
            Function<String, ShardHead> opening,
            Executor executor) {
        this.catchUp = new CatchUp(versions, halves, journal, opening);
        this.cutter = new StepCutter(versions, quarantine);
        this.committer = new StepCommitter(cells, halves, journal, executor);
    }

    /**
     * Applies a batch of one shard; what was applied before is passed over.
     *
     * @param records one or more, in sequence order
     * @return the heads before and after, or from which record on nothing is applied
     */
    public BatchOutcome process(String shardId, List<RawRecord> records) {
        String reached = "";
        try {
            CaughtUp shard = catchUp.to(shardId);
            ShardHead before = shard.head();
            for (int races = 0; races < MOST_RACES; races++) {
                reached = shard.head().sequence();
                if (applyAll(shard, records) instanceof StepCommitter.Committed done) {
                    return new BatchOutcome.Applied(before, done.shard().head());
                }
                shard = catchUp.to(shardId);
            }
            throw new IllegalStateException("the head of " + shardId + " moved under " + MOST_RACES
                    + " attempts: the shard has more than one writer");
        } catch (RuntimeException e) {
            return failed(catchUp.known(shardId).orElse(reached), records, e);
        }
    }

    /** From the first record on that is not known to be applied; from the first one if all are, to be looked at again. */
    private static BatchOutcome failed(String applied, List<RawRecord> records, RuntimeException cause) {
        RawRecord first = records.stream()
                .filter(record -> record.sequence().compareTo(applied) > 0)
                .findFirst()
                .orElseGet(() -> records.get(0));
        return new BatchOutcome.FailedFrom(first.sequence(), cause);
    }

    private StepCommitter.Commit applyAll(CaughtUp start, List<RawRecord> records) {
        CaughtUp shard = start;
        int from = 0;
        while (from < records.size()
                && records.get(from).sequence().compareTo(shard.head().sequence()) <= 0) {
            from++;
        }
        while (from < records.size()) {
            for (StepCutter.VersionRun run : cutter.cut(shard.head(), records.subList(from, records.size()))) {
                StepCommitter.Commit commit = apply(shard, run);
                if (!(commit instanceof StepCommitter.Committed committed)) {
                    return commit;
                }
                shard = committed.shard();
                from += run.records().size();
            }
            shard = catchUp.remembering(shard);
        }
        return new StepCommitter.Committed(shard);
    }

    /** A run as one step; if it cannot be folded, each record as a step of its own. */
    private StepCommitter.Commit apply(CaughtUp start, StepCutter.VersionRun run) {
        CaughtUp.Folded folded;
        try {
            folded = start.fold(run.version(), run.records());
        } catch (RuntimeException e) {
            LOG.warnf(
                    e,
                    "%s: a run of %d records cannot be folded; trying each alone",
                    start.head().shardId(),
                    run.records().size());
            return applyAlone(start, run);
        }
        return commit(folded);
    }

    /** One that throws again goes to quarantine. */
    private StepCommitter.Commit applyAlone(CaughtUp start, StepCutter.VersionRun run) {
        CaughtUp shard = start;
        for (StepCutter.VersionRun one : run.alone()) {
            StepCommitter.Commit commit = commit(foldAlone(shard, one));
            if (!(commit instanceof StepCommitter.Committed committed)) {
                return commit;
            }
            shard = committed.shard();
        }
        return new StepCommitter.Committed(shard);
    }

    private CaughtUp.Folded foldAlone(CaughtUp shard, StepCutter.VersionRun one) {
        try {
            return shard.fold(one.version(), one.records());
        } catch (RuntimeException e) {
            StepCutter.VersionRun aside = cutter.setAside(shard.head().shardId(), one, e);
            return shard.fold(aside.version(), aside.records());
        }
    }

    private StepCommitter.Commit commit(CaughtUp.Folded folded) {
        StepCommitter.Commit commit = committer.commit(folded);
        if (commit instanceof StepCommitter.Committed committed) {
            catchUp.keep(committed.shard());
        } else {
            catchUp.forget(folded.shardId());
        }
        return commit;
    }
}
