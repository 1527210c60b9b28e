package dev.tidemark.batch.line;

import java.util.Locale;

/** The tables of the engine that one stage makes and a later one reads, by the stage that makes them. */
public enum NightTable {
    /** Cut: what a shard has seen within the horizon, by fingerprint, with its clock. */
    S_SEEN,
    /** Cut: halves of pairs that wait for another. */
    S_HALVES,
    /** Cut: how many halves of a view were collected alone so far. */
    S_UNMATCHED,

    /** Stage: records of the log, in the order of the log. */
    RECORDS,
    /** Stage: events as the log has them, with their place in it. */
    ARRIVALS,
    /** Stage: what the engine itself reads in the archive's lines. */
    ENGINE_READ,

    /** Decide: {@link #S_SEEN} for the next run. */
    SEEN_NEXT,
    /** Decide: {@link #S_HALVES} for the next run. */
    HALVES_NEXT,
    /** Decide: {@link #S_UNMATCHED} for the next run. */
    UNMATCHED_NEXT,
    /** Decide: how many halves of a view must have been collected alone, at least and at most. */
    UNMATCHED,
    /** Decide: the ancestors of each shard, with the watermark met on the way. */
    LINEAGE,

    /** Recompute: the days that the run computes. */
    RUN_DAYS,
    /** Recompute: the views, by number. */
    VIEW_LIST,
    /** Recompute: the shards, by number. */
    SHARD_LIST,
    /** Recompute: exact aggregates of the views. */
    AGGREGATES,
    /** Recompute: approximate aggregates of the views. */
    APPROXIMATES,
    /** Recompute: views of sessions. */
    SESSION_VIEWS,
    /** Recompute: up to which mark panes of a view are compared. */
    LIMITS,
    /** Recompute: up to which mark cells of a view and shard are compared. */
    SHARD_LIMITS,
    /** Recompute: windows as they should be, by view, window and key. */
    TRUTH,
    /** Recompute: sessions as they should be. */
    SESSION_TRUTH,
    /** Recompute: occurrences by cell and by what became of them. */
    CLASSED,
    /** Recompute: the same by window. */
    WINDOW_CELLS,
    /** Recompute: occurrences that have a cause. */
    EXPLAINED,
    /** Recompute: how often a text or value truly occurs in a slice. */
    TRUTH_VALUES,
    /** Recompute: how often a text or value must have come into a cell. */
    CELL_VALUES,
    /** Recompute: which slices a window is made of. */
    VALUE_WINDOWS,

    /** Reconcile: what the stream published, what the batch says, and the causes between, by view, window and key. */
    WINDOWS,
    /** Reconcile: the same, a row an aggregate. */
    WINDOW_ROWS,
    /** Reconcile: cells that differ. */
    CELL_FAULTS,
    /** Reconcile: panes that differ. */
    PANE_FAULTS,
    /** Reconcile: approximate aggregates of cells whose number of events differs. */
    SKETCH_FAULTS,
    /** Reconcile: the same of panes. */
    PANE_NUMBER_FAULTS,
    /** Reconcile: results of approximate aggregates with their errors. */
    APPROXIMATE_RESULTS,
    /** Reconcile: what final panes say of approximate aggregates. */
    FINAL_NUMBERS,
    /** Reconcile: how often a text or value must have come into a final pane. */
    FINAL_VALUES,
    /** Reconcile: the sessions that a reader of the stream finds. */
    FINAL_SESSIONS;

    /** As statements call it. */
    public String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
