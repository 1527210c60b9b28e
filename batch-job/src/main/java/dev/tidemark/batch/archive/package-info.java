/** What one run reads: the cut of each shard, the archive's objects held against their journal, and their records as rows. Reads stores, writes staging tables. It judges the archive, not the stream. */
@NullMarked
package dev.tidemark.batch.archive;

import org.jspecify.annotations.NullMarked;
