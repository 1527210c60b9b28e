package dev.tidemark.ingest.reading;

import dev.tidemark.ingest.model.SizeLimits;

/** Counts the events of one body against {@link SizeLimits#EVENTS_A_BODY}. Not thread-safe. */
public final class EventBudget {

    private int events;

    /** Events so far. */
    public int spent() {
        return events;
    }

    /** Takes back what was spent since. */
    public void rewind(int spent) {
        events = spent;
    }

    /**
     * Counts one more.
     *
     * @throws UnreadableException if it is one too many
     */
    public void spend() throws UnreadableException {
        if (++events > SizeLimits.EVENTS_A_BODY) {
            throw new UnreadableException(
                    UnreadableException.Reason.TOO_MANY_EVENTS,
                    "a body may have at most " + SizeLimits.EVENTS_A_BODY + " events",
                    0,
                    0);
        }
    }
}
