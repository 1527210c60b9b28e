package dev.tidemark.window.close;

import dev.tidemark.domain.fold.Cell;
import java.util.List;

/** Reads the grid, strongly consistently. */
public interface CellReader {

    /** The cells of one slice of a view in one shard, with marks up to {@code upToMarkMillis}, inclusive. */
    List<Cell> cells(String viewId, long sliceStartMillis, String shardId, long upToMarkMillis);
}
