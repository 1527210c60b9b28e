package dev.tidemark.domain.view;

import dev.tidemark.domain.event.LoggedEvent;
import java.util.Locale;

/** Which of an event's times a view's windows are made of. */
public enum TimeDomain {
    /** When it happened: event-time windows. */
    EVENT,
    /** When the server saw it: processing-time windows, with a perfect watermark. */
    RECEIVED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name in the views file and in keys: the constant in lower case. */
    public String wireName() {
        return wireName;
    }

    /** The event's time in this domain, milliseconds since the epoch. */
    public long timeOf(LoggedEvent event, long receivedAtMillis) {
        return this == EVENT ? event.time().millis() : receivedAtMillis;
    }
}
