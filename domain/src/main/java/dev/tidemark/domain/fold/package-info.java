/** The stream's computation: one shard's log, folded into a grid of cells, and cells merged into panes. Pure: no store, no clock, no I/O; what it yields depends on the log alone. The batch does not import it. */
@NullMarked
package dev.tidemark.domain.fold;

import org.jspecify.annotations.NullMarked;
