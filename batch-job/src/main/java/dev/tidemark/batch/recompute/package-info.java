/** The fourth stage: which days must be computed, from which files, and the windows of these days, in truth and by the replayed decisions. Reads Parquet files and nothing of the stream. Drives statements; computes nothing itself. */
@NullMarked
package dev.tidemark.batch.recompute;

import org.jspecify.annotations.NullMarked;
