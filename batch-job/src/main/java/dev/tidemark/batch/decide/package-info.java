/** The third stage: clocks, duplicates, watermarks and lonely halves again, in SQL over the staged rows, and what is new written down as Parquet. Shares the definitions with the stream and none of its code. What it gives is where every shard stands, and what of time is touched. */
@NullMarked
package dev.tidemark.batch.decide;

import org.jspecify.annotations.NullMarked;
