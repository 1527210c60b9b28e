package dev.tidemark.local.replay;

import org.jspecify.annotations.Nullable;

/** Events in the order in which they arrive, each with its own {@code receivedAt}: a recording, or a simulation. */
@FunctionalInterface
public interface Arrivals {

    /** The next event, received no earlier than the one before it; null at the end. */
    @Nullable
    RecordedEvent next();
}
