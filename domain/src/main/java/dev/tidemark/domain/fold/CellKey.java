package dev.tidemark.domain.fold;

import dev.tidemark.domain.window.Grid;

/**
 * Where a cell of one shard stands.
 *
 * @param viewId the view and its version
 * @param sliceStartMillis across
 * @param markMillis up
 * @param earlyMillis the early coordinate of an on-time cell, or {@link Grid#NO_EARLY}
 * @param key of the group
 */
public record CellKey(String viewId, long sliceStartMillis, long markMillis, long earlyMillis, String key) {}
