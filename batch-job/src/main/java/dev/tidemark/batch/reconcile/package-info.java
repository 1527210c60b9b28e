/** Stream against batch: cells against replayed decisions, panes against merged cells, and the ledger of every window. Reads the stream's items, drives statements, names faults. It judges; it repairs nothing. */
@NullMarked
package dev.tidemark.batch.reconcile;

import org.jspecify.annotations.NullMarked;
