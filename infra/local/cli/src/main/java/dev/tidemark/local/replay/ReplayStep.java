package dev.tidemark.local.replay;

import java.util.List;

/** What a replay does next. */
sealed interface ReplayStep {

    /**
     * Posts these events, in this order, as one body.
     *
     * @param events at least one
     */
    record Post(List<RecordedEvent> events) implements ReplayStep {

        /** When the last of them arrived, milliseconds since the epoch. */
        long arrivedUntilMillis() {
            return events.get(events.size() - 1).receivedAtMillis();
        }
    }

    /** Says into every shard that everything received before {@code atMillis} has passed. */
    record Beat(long atMillis) implements ReplayStep {}
}
