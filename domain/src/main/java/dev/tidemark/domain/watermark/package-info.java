/** When results are complete: the clock and the watermarks of a shard, and the global minimum over shards. Part of the stream's computation: the batch does not import it. */
@NullMarked
package dev.tidemark.domain.watermark;

import org.jspecify.annotations.NullMarked;
