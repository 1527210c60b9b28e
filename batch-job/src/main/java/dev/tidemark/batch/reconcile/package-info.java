/** The fifth stage: stream against batch, cells against replayed decisions, panes against merged cells, and the ledger of every window. Reads the stream's items and the archive's objects. It finds differences and names none. */
@NullMarked
package dev.tidemark.batch.reconcile;

import org.jspecify.annotations.NullMarked;
