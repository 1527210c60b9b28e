package dev.tidemark.ingest.envelope;

/** Counts the events of one body against {@link Limits#EVENTS_A_BODY}. Not thread-safe. */
public final class EventBudget {

    private int events;

    int spent() {
        return events;
    }

    /** Takes back what was spent since. */
    void rewind(int spent) {
        events = spent;
    }

    void spend() throws UnreadableException {
        if (++events > Limits.EVENTS_A_BODY) {
            throw new UnreadableException(
                    UnreadableException.Reason.TOO_MANY_EVENTS,
                    "a body may have at most " + Limits.EVENTS_A_BODY + " events",
                    0,
                    0);
        }
    }
}
