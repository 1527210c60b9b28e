package dev.tidemark.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Carries a request to the server and its answer back. */
public interface Transport {

    /**
     * Sends one request and waits for its answer.
     *
     * @throws IOException if there is none
     */
    Answered send(Move.Send request) throws IOException;

    /** An answer. */
    final class Answered {

        final int status;
        final @Nullable String retryAfter;
        final String body;

        /**
         * An answer.
         *
         * @param retryAfter the header of that name, or null
         * @param body as text, empty where there is none
         */
        public Answered(int status, @Nullable String retryAfter, String body) {
            this.status = status;
            this.retryAfter = retryAfter;
            this.body = body;
        }
    }
}
