package dev.tidemark.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an {@link Outbox} wants done next: {@link Send}, {@link Wait} or {@link Rest}. */
public abstract class Move {

    static final Move REST = new Rest();

    private Move() {}

    /** A request to be sent now. Its answer, or that there was none, is told to {@link #answered} or {@link #failed}. */
    public static final class Send extends Move {

        private final Outbox outbox;
        private final byte @Nullable [] body;
        final DeviceSession session;
        final long sentAtMillis;
        final List<QueuedEvent> events;

        Send(
                Outbox outbox,
                byte @Nullable [] body,
                DeviceSession session,
                long sentAtMillis,
                List<QueuedEvent> events) {
            this.outbox = outbox;
            this.body = body;
            this.session = session;
            this.sentAtMillis = sentAtMillis;
            this.events = events;
        }

        /** {@code GET} for the server's time, {@code POST} for events. */
        public String method() {
            return body == null ? "GET" : "POST";
        }

        /** Below the server's address. */
        public String path() {
            return body == null ? "/v1/time" : "/v1/events";
        }

        /** An envelope as {@code application/json}, UTF-8, not compressed; null for a {@code GET}. */
        public byte @Nullable [] body() {
            return body == null ? null : body.clone();
        }

        /** The events that the request carries, in its order; none for a {@code GET}. */
        public List<String> ids() {
            List<String> ids = new ArrayList<>(events.size());
            for (QueuedEvent event : events) {
                ids.add(event.id);
            }
            return ids;
        }

        /**
         * There is an answer. Only the first report of a request counts.
         *
         * @param status of HTTP
         * @param retryAfter the header of that name, or null
         * @param answer the body as text, empty where there is none
         */
        public void answered(int status, @Nullable String retryAfter, String answer) {
            outbox.answered(this, status, retryAfter, answer);
        }

        /** There was no answer, and there will be none. */
        public void failed(String why) {
            outbox.failed(this, 0, null, why);
        }
    }

    /** Nothing may be sent for a while. */
    public static final class Wait extends Move {

        private final long millis;

        Wait(long millis) {
            this.millis = millis;
        }

        /** How long, {@code > 0}. */
        public long millis() {
            return millis;
        }
    }

    /** There is nothing to send, or the answer to what was sent is still to come. */
    public static final class Rest extends Move {

        private Rest() {}
    }
}
