package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Reads panes off the grid: a window's cells, merged over shards and slices, mark by mark. Which cells a pane holds is
 * settled once every shard's watermark has reached its mark; from then on the result never changes.
 */
public final class Panes {

    /** Where a pane stands among those of its key: by mark, and before the pane on time the early ones by their time. */
    private record FiringPlace(long mark, long early) implements Comparable<FiringPlace> {
        static final long NOT_EARLY = Long.MAX_VALUE;

        @Override
        public int compareTo(FiringPlace other) {
            int byMark = Long.compare(mark, other.mark);
            return byMark != 0 ? byMark : Long.compare(early, other.early);
        }
    }

    private Panes() {}

    /** The panes of a window without early ones: {@link #of(Window, Iterable, long, LongPredicate)}. */
    public static List<Pane> of(Window window, Iterable<Cell> cells, long upToMillis) {
        return of(window, cells, upToMillis, early -> false);
    }

    /**
     * The panes of one window that have fired.
     *
     * <p>What an early pane holds that did not fire before the window was complete is part of the pane on time. A key with
     * an early pane has a pane on time, even when that adds nothing.
     *
     * @param window of the view
     * @param cells all cells, of all shards, of the window's slices with a mark up to the watermark; others are passed
     *     over
     * @param upToMillis the largest mark to read: for published panes the smaller of the global watermark and the
     *     window's final mark
     * @param fired whether the early panes of this received time have fired
     * @return by key, then mark
     */
    public static List<Pane> of(Window window, Iterable<Cell> cells, long upToMillis, LongPredicate fired) {
        Map<String, TreeMap<FiringPlace, Measures>> byKey = new TreeMap<>();
        for (Cell cell : cells) {
            long mark = Grid.windowMark(window, cell.key().markMillis());
            long early = cell.key().earlyMillis();
            boolean isEarly = mark == window.endMillis() && early != Grid.NO_EARLY && fired.test(early);
            if (isEarly || mark <= upToMillis) {
                byKey.computeIfAbsent(cell.key().key(), key -> new TreeMap<>())
                        .merge(
                                new FiringPlace(mark, isEarly ? early : FiringPlace.NOT_EARLY),
                                cell.measures(),
                                Measures::merge);
            }
        }
        List<Pane> panes = new ArrayList<>();
        byKey.forEach((key, places) -> {
            boolean complete = window.endMillis() <= upToMillis;
            if (complete && places.firstKey().early() != FiringPlace.NOT_EARLY) {
                places.putIfAbsent(new FiringPlace(window.endMillis(), FiringPlace.NOT_EARLY), Measures.EMPTY);
            }
            panes.addAll(inOrder(window, key, places));
        });
        return panes;
    }

    private static List<Pane> inOrder(Window window, String key, TreeMap<FiringPlace, Measures> places) {
        List<Pane> panes = new ArrayList<>(places.size());
        Measures total = Measures.EMPTY;
        for (Map.Entry<FiringPlace, Measures> entry : places.entrySet()) {
            FiringPlace place = entry.getKey();
            total = total.merge(entry.getValue());
            boolean early = place.early() != FiringPlace.NOT_EARLY;
            Timing timing = early ? Timing.EARLY : place.mark() == window.endMillis() ? Timing.ON_TIME : Timing.LATE;
            panes.add(new Pane(
                    window,
                    key,
                    place.mark(),
                    early ? place.early() : Grid.NO_EARLY,
                    timing,
                    panes.size(),
                    total,
                    entry.getValue()));
        }
        return panes;
    }
}
