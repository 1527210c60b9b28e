package dev.tidemark.domain.watermark;

import dev.tidemark.domain.view.TimeDomain;

/**
 * The watermark before and after a stage, in milliseconds since the epoch or {@link Watermarks#UNKNOWN}.
 *
 * @param stage which
 * @param shardId of a shard's own row, else empty
 * @param domain event time or received time
 * @param input what is complete before it
 * @param output what is complete after it; never beyond the input
 */
public record StageWatermark(Stage stage, String shardId, TimeDomain domain, long input, long output) {}
