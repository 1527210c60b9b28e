/**
 * The stream's computation: one shard's log, folded into a grid of cells, and cells merged into panes. Pure: no store, no
 * clock, no I/O; what it yields depends on the log alone. The batch does not import it.
 *
 * <p>{@link dev.tidemark.domain.fold.ShardFold} turns a run of records into a {@link dev.tidemark.domain.fold.Step}: what to
 * add to which cell, which slices are due at which marks, which events were seen, and where the shard's time stands now.
 * Whoever stores a step does so in that order, and moves the shard's head last. {@link dev.tidemark.domain.fold.Panes} reads
 * a window's cells back as the panes it published.
 */
@NullMarked
package dev.tidemark.domain.fold;

import org.jspecify.annotations.NullMarked;
