/** The fourth stage: which days must be computed, from which files, and the windows of these days, in truth and by the replayed decisions. What became of each occurrence in the stream's hands has its words here ({@link OccurrenceClass}). Reads Parquet files and the lineage of shards as it was decided, and nothing of the stream. Drives statements; computes nothing itself. */
@NullMarked
package dev.tidemark.batch.recompute;

import org.jspecify.annotations.NullMarked;
