package dev.tidemark.serving.windows;

import dev.tidemark.domain.window.Window;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * How far an answer has come: behind this value of this frame, or without one behind the whole frame.
 *
 * @param frame a window, or of a session view the bucket of time in which sessions have their last event
 * @param last the last value told, or null where the frame is told to its end
 */
record Position(Window frame, @Nullable Told last) {

    /**
     * Which value of a frame. A key may have several: a session that the stream has, beside one that the batch has instead.
     *
     * @param key of the group
     * @param window or session
     */
    record Told(String key, Window window) implements Comparable<Told> {

        private static final Comparator<Told> ORDER =
                Comparator.comparing(Told::key).thenComparing(Told::window);

        @Override
        public int compareTo(Told other) {
            return ORDER.compare(this, other);
        }
    }

    /** Whether a value of a frame is told already. */
    boolean isPast(Window other, Told value) {
        int order = other.compareTo(frame);
        return order < 0 || order == 0 && (last == null || value.compareTo(last) <= 0);
    }

    /** Whether a frame is told to its end. */
    boolean isPast(Window other) {
        int order = other.compareTo(frame);
        return order < 0 || order == 0 && last == null;
    }
}
