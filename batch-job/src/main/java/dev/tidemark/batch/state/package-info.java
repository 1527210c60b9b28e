/** The batch's own memory from run to run: checkpoints of shards, files, published days. Lives in the bucket, and one item names the current one. Never the stream's checkpoint. */
@NullMarked
package dev.tidemark.batch.state;

import org.jspecify.annotations.NullMarked;
