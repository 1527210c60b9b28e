package dev.tidemark.domain.window;

import dev.tidemark.domain.view.WindowSpec;
import java.util.List;

/**
 * Buckets of sessions. A bucket is its own only window here: it names where the panes of the sessions lie that end in it;
 * which sessions there are is read off the buckets of a device ({@link SessionGrid}).
 */
final class SessionSlicing implements Slicing {

    private final long gap;

    SessionSlicing(WindowSpec.Session spec) {
        this.gap = spec.gap().toMillis();
    }

    @Override
    public long startOf(long timeMillis) {
        return timeMillis - Math.floorMod(timeMillis, gap);
    }

    @Override
    public long endOf(long sliceStartMillis) {
        return sliceStartMillis + gap;
    }

    @Override
    public long firstMarkOf(long sliceStartMillis) {
        return sliceStartMillis + 2 * gap;
    }

    @Override
    public long closeOf(Window window) {
        return window.endMillis() + 2 * gap;
    }

    @Override
    public long onTimeUntil(long sliceStartMillis, Window window) {
        return firstMarkOf(sliceStartMillis);
    }

    @Override
    public List<Window> windowsOf(long sliceStartMillis) {
        return List.of(new Window(sliceStartMillis, endOf(sliceStartMillis)));
    }

    @Override
    public List<Long> slicesOf(Window window) {
        return List.of(window.startMillis());
    }
}
