/**
 * When results are complete: the clock and the watermarks of a shard, and the minimum over shards. Part of the stream's
 * computation: the batch does not import it.
 *
 * <p>With {@code outOfOrderness} of 30 s and {@code idleBound} of 2 min, an event of 12:05:00 moves the event watermark to
 * 12:04:30, and a heartbeat at 12:07:00 moves it to 12:05:00. A watermark never goes back, and all events of a record meet
 * the one from before it.
 */
@NullMarked
package dev.tidemark.domain.watermark;

import org.jspecify.annotations.NullMarked;
