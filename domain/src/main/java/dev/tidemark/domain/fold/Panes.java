package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads panes off the grid: a window's cells, merged over shards and slices, mark by mark. Which cells a pane holds is
 * settled once every shard's watermark has reached its mark; from then on the result never changes.
 */
public final class Panes {

    private Panes() {}

    /**
     * The panes of one window that have fired.
     *
     * @param window of the view
     * @param cells all cells, of all shards, of the window's slices with a mark up to the watermark; others are passed
     *     over
     * @param upToMillis the largest mark to read: for published panes the smaller of the global watermark and the
     *     window's final mark
     * @return by key, then mark
     */
    public static List<Pane> of(Window window, Iterable<Cell> cells, long upToMillis) {
        Map<String, TreeMap<Long, Measures>> byKey = new TreeMap<>();
        for (Cell cell : cells) {
            long mark = Grid.windowMark(window, cell.key().markMillis());
            if (mark <= upToMillis) {
                byKey.computeIfAbsent(cell.key().key(), key -> new TreeMap<>())
                        .merge(mark, cell.measures(), Measures::merge);
            }
        }
        List<Pane> panes = new ArrayList<>();
        byKey.forEach((key, marks) -> {
            Measures total = Measures.EMPTY;
            int index = 0;
            for (Map.Entry<Long, Measures> mark : marks.entrySet()) {
                total = total.merge(mark.getValue());
                Timing timing = mark.getKey() == window.endMillis() ? Timing.ON_TIME : Timing.LATE;
                panes.add(new Pane(window, key, mark.getKey(), timing, index++, total, mark.getValue()));
            }
        });
        return panes;
    }
}
