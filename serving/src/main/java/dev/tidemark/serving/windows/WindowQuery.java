package dev.tidemark.serving.windows;

import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.window.Window;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which windows of a view, and as of when.
 *
 * @param key of this group alone, or null for all
 * @param fromMillis windows that end after this
 * @param toMillis windows that start before this; sessions, of which the start says little, that end by then
 * @param asOfMillis what was known at this watermark; open windows are left out then. Empty for now
 */
public record WindowQuery(@Nullable String key, long fromMillis, long toMillis, OptionalLong asOfMillis) {

    /** Every window of every key, as of now. */
    public static final WindowQuery ALL = new WindowQuery(null, Long.MIN_VALUE, Long.MAX_VALUE, OptionalLong.empty());

    /** Whether it has a beginning and an end. */
    boolean isBounded() {
        return fromMillis != Long.MIN_VALUE && toMillis != Long.MAX_VALUE;
    }

    boolean includes(View view, Window window) {
        return window.endMillis() > fromMillis
                && (view.window() instanceof WindowSpec.Session
                        ? window.endMillis() <= toMillis
                        : window.startMillis() < toMillis);
    }

    boolean includes(String otherKey) {
        return key == null || key.equals(otherKey);
    }
}
