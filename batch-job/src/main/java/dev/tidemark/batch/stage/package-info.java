/** The second stage: the archive's objects up to the cut, held against their journal, and their records as rows of {@code records} and {@code arrivals}. Reads the bucket and the journal. It judges the archive, not the stream. */
@NullMarked
package dev.tidemark.batch.stage;

import org.jspecify.annotations.NullMarked;
