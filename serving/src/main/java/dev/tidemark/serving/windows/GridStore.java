package dev.tidemark.serving.windows;

import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.CellKey;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.platform.item.CellItem;
import dev.tidemark.platform.item.DueItem;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.PublishedWatermarkItem;
import dev.tidemark.serving.tables.TableReader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tables of the grid as values of the domain. */
final class GridStore {

    private final TableReader tables;

    GridStore(TableReader tables) {
        this.tables = tables;
    }

    /** Up to which watermark panes are published, or {@link Watermarks#UNKNOWN}. */
    long published(TimeDomain domain) {
        return tables.read(PublishedWatermarkItem.key(domain))
                .map(PublishedWatermarkItem::watermarkMillis)
                .orElse(Watermarks.UNKNOWN);
    }

    List<HeadItem> heads() {
        return tables.query(HeadItem.all()).toList();
    }

    /** Starts of the slices of a view with cells, in this shard, that a window publishes at a mark after the watermark. */
    Set<Long> slicesDueAfter(View view, String shardId, long watermarkMillis) {
        return tables.query(DueItem.after(shardId, view.time(), watermarkMillis))
                .filter(due -> due.viewId().equals(view.id()))
                .map(DueItem::sliceStartMillis)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The cells of a slice in one shard. */
    List<Cell> cells(View view, long sliceStartMillis, String shardId) {
        return tables.query(CellItem.of(view.id(), sliceStartMillis, shardId))
                .map(GridStore::cell)
                .toList();
    }

    /** Every cell of a view in every shard; reads the whole table. */
    List<Cell> cells(View view) {
        return tables.scan(CellItem.CODEC, CellItem.partitionPrefix(view.id()))
                .map(GridStore::cell)
                .toList();
    }

    private static Cell cell(CellItem item) {
        CellKey key = new CellKey(
                item.viewId(),
                item.sliceStartMillis(),
                item.at().markMillis(),
                item.at().earlyMillis(),
                item.at().key());
        return new Cell(key, item.measures());
    }
}
