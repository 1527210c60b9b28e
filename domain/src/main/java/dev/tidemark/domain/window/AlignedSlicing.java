package dev.tidemark.domain.window;

import java.util.ArrayList;
import java.util.List;

/**
 * Windows of one size that start at {@code offset + k·every}: fixed windows where {@code every = size}, sliding ones
 * otherwise. The slice is the largest step that divides both, {@code gcd(size, every)}.
 */
final class AlignedSlicing implements Slicing {

    private final long size;
    private final long every;
    private final long offset;
    private final long slice;

    /** All in milliseconds: {@code 0 < every <= size}, {@code 0 <= offset < every}. */
    AlignedSlicing(long size, long every, long offset) {
        this.size = size;
        this.every = every;
        this.offset = offset;
        this.slice = gcd(size, every);
    }

    @Override
    public long startOf(long timeMillis) {
        return timeMillis - Math.floorMod(timeMillis - offset, slice);
    }

    @Override
    public long endOf(long sliceStartMillis) {
        return sliceStartMillis + slice;
    }

    @Override
    public List<Window> windowsOf(long sliceStartMillis) {
        long last = sliceStartMillis - Math.floorMod(sliceStartMillis - offset, every);
        List<Window> windows = new ArrayList<>();
        long first = last - every * Math.floorDiv(last + size - endOf(sliceStartMillis), every);
        for (long start = first; start <= last; start += every) {
            windows.add(new Window(start, start + size));
        }
        return windows;
    }

    @Override
    public List<Long> slicesOf(Window window) {
        List<Long> starts = new ArrayList<>();
        for (long start = window.startMillis(); start < window.endMillis(); start += slice) {
            starts.add(start);
        }
        return starts;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
