package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.CellKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The cells of one shard as they were last stored; the least recently used go first, when there are too many cells or too
 * many bytes of sketches. A cell that is not here costs one refused write, nothing more. Thread-safe.
 */
final class CellCache {

    private final Map<CellKey, CellStore.StoredCell> cells = new LinkedHashMap<>(256, 0.75f, true);
    private final int mostCells;
    private final long mostSketchBytes;
    private long sketchBytes;

    CellCache(int mostCells, long mostSketchBytes) {
        this.mostCells = mostCells;
        this.mostSketchBytes = mostSketchBytes;
    }

    synchronized CellStore.StoredCell get(CellKey key) {
        return cells.getOrDefault(key, CellStore.StoredCell.NONE);
    }

    synchronized void put(CellKey key, CellStore.StoredCell stored) {
        CellStore.StoredCell before = cells.put(key, stored);
        sketchBytes += sketchBytes(stored) - (before == null ? 0 : sketchBytes(before));
        Iterator<CellStore.StoredCell> eldest = cells.values().iterator();
        while (cells.size() > mostCells || sketchBytes > mostSketchBytes) {
            sketchBytes -= sketchBytes(eldest.next());
            eldest.remove();
        }
    }

    synchronized void clear() {
        cells.clear();
        sketchBytes = 0;
    }

    synchronized int size() {
        return cells.size();
    }

    private static long sketchBytes(CellStore.StoredCell stored) {
        return stored.measures().sketches().size();
    }
}
