/** The first stage: what the published run has left, and the cut of every shard, read strongly consistently before anything else. Reads the journal and the batch's own state. It decides nothing but how far the night goes. */
@NullMarked
package dev.tidemark.batch.cut;

import org.jspecify.annotations.NullMarked;
