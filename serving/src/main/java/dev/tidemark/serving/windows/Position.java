package dev.tidemark.serving.windows;

import dev.tidemark.domain.window.Window;
import org.jspecify.annotations.Nullable;

/**
 * How far an answer has come: behind this key of this frame, or without a key behind the whole frame.
 *
 * @param frame a window, or of a session view the bucket of time in which sessions have their last event
 * @param key the last one told, or null where the frame is told to its end
 */
record Position(Window frame, @Nullable String key) {

    /** Whether a key of a frame is told already. */
    boolean isPast(Window other, String otherKey) {
        int order = other.compareTo(frame);
        return order < 0 || order == 0 && (key == null || otherKey.compareTo(key) <= 0);
    }

    /** Whether a frame is told to its end. */
    boolean isPast(Window other) {
        int order = other.compareTo(frame);
        return order < 0 || order == 0 && key == null;
    }
}
