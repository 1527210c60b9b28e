package dev.tidemark.domain.fold;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.platform.ItemKeys;
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
public record CellKey(String viewId, long sliceStartMillis, long markMillis, long earlyMillis, String key) {

    /** The item's partition in this shard. */
    public String partition(String shardId) {
        return ItemKeys.cells(viewId, sliceStartMillis, shardId);
    }

    /** The item's sort key. */
    public String sort() {
        return ItemKeys.markAndKey(markMillis, early(), key);
    }

    private String early() {
        return earlyMillis == Grid.NO_EARLY ? ItemKeys.NO_EARLY : IsoInstant.format(earlyMillis);
    }
}
