package dev.tidemark.serving.windows;

import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The frames of a view in a stretch of time, by start: its windows, or of a session view the buckets in which its sessions have
 * their last event. Endless queries are no stretch of time.
 */
final class Frames implements Iterator<Window> {

    private final Grid grid;
    private final boolean sessions;
    private final long fromMillis;
    private final long toMillis;
    private final long earliestStartMillis;
    private final long reachMillis;
    private final Deque<Window> ready = new ArrayDeque<>();
    private long slice;

    private Frames(View view, long fromMillis, long toMillis, long earliestStartMillis) {
        this.grid = Grid.of(view);
        this.sessions = view.window() instanceof WindowSpec.Session;
        this.reachMillis = view.window() instanceof WindowSpec.Session session
                ? session.gap().toMillis()
                : 0;
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
        this.earliestStartMillis = earliestStartMillis;
        // The last event of a session lies a gap before its end.
        this.slice = grid.sliceStart(fromMillis - reachMillis);
        for (Window window : grid.windowsOf(slice)) {
            if (isWanted(window)) {
                ready.add(window);
            }
        }
    }

    /** Those of windows that end after the one and start before the other; of sessions, that end after and not behind it. */
    static Frames between(View view, long fromMillis, long toMillis) {
        return new Frames(view, fromMillis, toMillis, Long.MIN_VALUE);
    }

    /** The same without those that start before an instant. */
    static Frames startingFrom(View view, long earliestStartMillis, long fromMillis, long toMillis) {
        return new Frames(view, fromMillis, toMillis, earliestStartMillis);
    }

    private boolean isWanted(Window frame) {
        return frame.startMillis() >= earliestStartMillis
                && frame.endMillis() + reachMillis > fromMillis
                && frame.startMillis() + reachMillis < toMillis + (sessions ? 1 : 0);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && slice + reachMillis < toMillis) {
            slice = grid.sliceEnd(slice);
            for (Window window : grid.windowsOf(slice)) {
                if (window.startMillis() == slice && isWanted(window)) {
                    ready.add(window);
                }
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Window next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no frame before the end of the stretch");
        }
        return ready.remove();
    }
}
