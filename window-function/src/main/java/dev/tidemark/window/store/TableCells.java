package dev.tidemark.window.store;

import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.CellKey;
import dev.tidemark.platform.item.CellItem;
import dev.tidemark.platform.item.MarkKey;
import dev.tidemark.platform.item.MeasureValues;
import dev.tidemark.window.close.CellReader;
import dev.tidemark.window.exactlyonce.CellStore;
import java.util.List;

/** The grid in its table. */
public final class TableCells implements CellStore, CellReader {

    private final Tables tables;

    public TableCells(Tables tables) {
        this.tables = tables;
    }

    @Override
    public CellWrite write(String shardId, CellKey key, StoredCell cell, String expectedSequence) {
        CellItem item = new CellItem(
                key.viewId(),
                key.sliceStartMillis(),
                shardId,
                new MarkKey(key.markMillis(), key.earlyMillis(), key.key()),
                cell.sequence(),
                MeasureValues.of(cell.measures()),
                cell.measures().sketches());
        return tables.put(item.onto(expectedSequence)) instanceof Tables.WriteRefused<CellItem> refused
                ? new Conflict(refused.standing()
                        .map(stored -> new StoredCell(stored.sequence(), stored.measures()))
                        .orElse(StoredCell.NONE))
                : new CellWritten();
    }

    @Override
    public List<Cell> cells(String viewId, long sliceStartMillis, String shardId, long upToMarkMillis) {
        return tables.all(CellItem.upTo(viewId, sliceStartMillis, shardId, upToMarkMillis)).stream()
                .map(TableCells::cell)
                .toList();
    }

    private static Cell cell(CellItem item) {
        MarkKey at = item.at();
        return new Cell(
                new CellKey(item.viewId(), item.sliceStartMillis(), at.markMillis(), at.earlyMillis(), at.key()),
                item.measures());
    }
}
