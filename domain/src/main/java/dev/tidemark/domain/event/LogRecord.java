package dev.tidemark.domain.event;

import java.util.List;

/** A record of the log: events of one device, or a control record of the platform itself. */
public sealed interface LogRecord {

    /**
     * Events of one device that arrived together.
     *
     * @param deviceId also the partition key; 1 to 128 characters
     * @param receivedAtMillis when the server saw the request, by its clock
     * @param requestId of the request, for tracing
     * @param envelopes one or more, in the order of the body
     */
    record Events(String deviceId, long receivedAtMillis, String requestId, List<LoggedEnvelope> envelopes)
            implements LogRecord {

        /** The number of events in all envelopes. */
        public int size() {
            int size = 0;
            for (LoggedEnvelope envelope : envelopes) {
                size += envelope.events().size();
            }
            return size;
        }
    }

    /** The tick: everything received before {@code atMillis} has passed. */
    record Heartbeat(long atMillis) implements LogRecord {}

    /** Sets both watermarks to {@code atMillis}, unless they stand higher. */
    record Watermark(long atMillis) implements LogRecord {}

    /** From here on the log is read with this version of the views. */
    record ViewsChanged(String version) implements LogRecord {}
}
