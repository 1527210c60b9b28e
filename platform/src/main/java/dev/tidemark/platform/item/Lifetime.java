package dev.tidemark.platform.item;

import dev.tidemark.domain.view.View;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How long items stay after they were last written, by the wall clock, since event times may be years old. What the
 * stream works with stays longer than the longest retention of the stream.
 */
public enum Lifetime {
    /** Cells, halves, steps, due slices, moments. */
    WORKING(View.CELLS_KEPT_FOR),
    /** Panes. */
    PUBLISHED(Duration.ofDays(400)),
    /** What has no end, or one of its own. */
    KEPT(null);

    private static final long DAY_MILLIS = 86_400_000L;

    private final @Nullable Duration after;

    Lifetime(@Nullable Duration after) {
        this.after = after;
    }

    /** How long at least; empty for ever. */
    public Optional<Duration> duration() {
        return Optional.ofNullable(after);
    }

    /**
     * When an item written now expires, in seconds since the epoch; empty if it does not. Whole days, so that writing the
     * same item again on the same day writes the same.
     */
    public OptionalLong expiresAtSecond(long nowMillis) {
        return after == null
                ? OptionalLong.empty()
                : OptionalLong.of((Math.floorDiv(nowMillis + after.toMillis(), DAY_MILLIS) + 1) * (DAY_MILLIS / 1_000));
    }
}
