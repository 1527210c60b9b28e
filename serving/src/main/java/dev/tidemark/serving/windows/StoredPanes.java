package dev.tidemark.serving.windows;

import dev.tidemark.domain.view.View;
import dev.tidemark.domain.window.Window;
import dev.tidemark.platform.item.PaneBlock;
import dev.tidemark.platform.item.PaneQuery;
import dev.tidemark.platform.item.WindowItem;
import dev.tidemark.serving.tables.TableReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one place that knows how panes lie in their table. */
final class StoredPanes {

    private final TableReader tables;

    StoredPanes(TableReader tables) {
        this.tables = tables;
    }

    /**
     * Panes as an answer goes through its frames.
     *
     * @param key of this group alone, or null for all
     */
    PanesInOrder reading(View view, @Nullable String key) {
        return new PanesInOrder(view, key);
    }

    /** What is published of a view at all, in no order; reads the whole table. */
    Stream<WindowItem> all(View view) {
        return tables.scan(WindowItem.CODEC, WindowItem.partitionPrefix(view.id()));
    }

    /**
     * Reads panes for ascending frames, a block of {@link PaneBlock#WINDOWS} windows at a time, and holds one. Not thread-safe.
     */
    final class PanesInOrder {

        private final View view;
        private final @Nullable String key;
        private final Map<Window, List<WindowItem>> block = new HashMap<>();
        private long endMillis = Long.MIN_VALUE;
        private int queries;

        private PanesInOrder(View view, @Nullable String key) {
            this.view = view;
            this.key = key;
        }

        /**
         * What is published of a frame, in no order; of a session view withdrawals among it.
         *
         * @param frame a window, or of a session view a bucket of time
         */
        List<WindowItem> of(Window frame) {
            if (frame.startMillis() >= endMillis) {
                block.clear();
                endMillis = PaneBlock.endOf(view, frame.startMillis());
                PaneQuery query = key == null
                        ? PaneQuery.ofWindows(view, frame.startMillis(), endMillis)
                        : PaneQuery.ofKey(view, key, frame.startMillis(), endMillis);
                query.read(tables::query).forEach(item -> block.computeIfAbsent(frameOf(item), any -> new ArrayList<>())
                        .add(item));
                queries += query.ranges().size();
            }
            return block.getOrDefault(frame, List.of());
        }

        /** How many ranges were asked for so far. */
        int queries() {
            return queries;
        }
    }

    /** The frame that a pane is published in. */
    static Window frameOf(WindowItem item) {
        return new Window(item.window().startMillis(), item.window().endMillis());
    }
}
