package dev.tidemark.platform.item;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which panes of a view are asked for, and the ranges of items that hold them. The panes of one key lie together: its panes
 * of a thousand windows are sixteen or seventeen ranges, each with hardly anything else. The panes of all keys are whole
 * blocks of {@link PaneBlock#WINDOWS} windows; who asks for one window of all keys reads its block, and who asks for
 * neighbouring windows reads each block once.
 *
 * @param view whose panes
 * @param key whose panes, or null for all keys
 * @param fromMillis smallest start of a window, inclusive; of session views, of a bucket of time
 * @param toMillis largest start of a window, exclusive; {@code from <= to}
 */
public record PaneQuery(View view, @Nullable String key, long fromMillis, long toMillis) {

    public PaneQuery {
        if (fromMillis > toMillis) {
            throw new IllegalArgumentException(
                    "from <= to does not hold: from is " + fromMillis + ", to is " + toMillis);
        }
    }

    /** The panes of one key, of the windows that start in {@code [from, to)}. */
    public static PaneQuery ofKey(View view, String key, long fromMillis, long toMillis) {
        return new PaneQuery(view, key, fromMillis, toMillis);
    }

    /** The panes of all keys, of the windows that start in {@code [from, to)}. */
    public static PaneQuery ofWindows(View view, long fromMillis, long toMillis) {
        return new PaneQuery(view, null, fromMillis, toMillis);
    }

    /** The panes of all keys of the windows with this start. */
    public static PaneQuery ofWindow(View view, long startMillis) {
        return ofWindows(view, startMillis, startMillis + 1);
    }

    /** How many ranges there are. */
    public long size() {
        if (fromMillis == toMillis) {
            return 0;
        }
        long length = PaneBlock.lengthMillis(view);
        long blocks = Math.floorDiv(toMillis - 1, length) - Math.floorDiv(fromMillis, length) + 1;
        return key == null ? blocks * view.buckets() : blocks;
    }

    /** The ranges that hold them, by time. What else is in these is told by {@link #has}. */
    public List<ItemRange<WindowItem>> ranges() {
        List<ItemRange<WindowItem>> ranges = new ArrayList<>();
        if (fromMillis == toMillis) {
            return ranges;
        }
        long length = PaneBlock.lengthMillis(view);
        for (long block = PaneBlock.startOf(view, fromMillis); block < toMillis; block += length) {
            if (key != null) {
                ranges.add(new ItemRange<>(
                        WindowItem.CODEC,
                        new PaneBlock(block, PaneBlock.bucketOf(key, view.buckets())).partition(view.id()),
                        PanePlace.from(key, Math.max(block, fromMillis)),
                        // The range includes its end, and every sort key of that window is longer.
                        PanePlace.from(key, Math.min(block + length, toMillis))));
                continue;
            }
            for (int bucket = 0; bucket < view.buckets(); bucket++) {
                ranges.add(ItemRange.all(WindowItem.CODEC, new PaneBlock(block, bucket).partition(view.id())));
            }
        }
        return ranges;
    }

    /** Whether a pane that lies in one of the ranges is asked for. */
    public boolean has(Interval window, String otherKey) {
        return fromMillis <= window.startMillis()
                && window.startMillis() < toMillis
                && (key == null || key.equals(otherKey));
    }

    /**
     * The panes: of one key by window and mark, of all keys block by block and in each by bucket, key, window and mark.
     *
     * @param query reads a range, strongly consistently and in the order of sort keys
     */
    public Stream<WindowItem> read(Function<ItemRange<WindowItem>, Stream<WindowItem>> query) {
        return ranges().stream()
                .flatMap(query)
                .filter(item -> has(item.window(), item.at().key()));
    }

    @Override
    public String toString() {
        return view.id() + "/" + (key == null ? "*" : key) + " [" + IsoInstant.format(fromMillis) + ".."
                + IsoInstant.format(toMillis) + ")";
    }
}
