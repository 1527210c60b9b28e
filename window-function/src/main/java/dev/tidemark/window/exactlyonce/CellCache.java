package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.CellKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The cells of one shard as they were last stored; the least recently used go first. A cell that is not here costs one
 * refused write, nothing more. Thread-safe.
 */
final class CellCache {

    private final Map<CellKey, CellStore.Stored> cells;

    CellCache(int mostCells) {
        cells = new LinkedHashMap<>(256, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<CellKey, CellStore.Stored> eldest) {
                return size() > mostCells;
            }
        };
    }

    synchronized CellStore.Stored get(CellKey key) {
        return cells.getOrDefault(key, CellStore.Stored.NONE);
    }

    synchronized void put(CellKey key, CellStore.Stored stored) {
        cells.put(key, stored);
    }

    synchronized void clear() {
        cells.clear();
    }
}
