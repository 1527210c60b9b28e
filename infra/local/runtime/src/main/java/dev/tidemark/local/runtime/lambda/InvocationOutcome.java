package dev.tidemark.local.runtime.lambda;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** How an invocation ended. */
public sealed interface InvocationOutcome {

    /** The function returned. */
    @SuppressWarnings("ArrayRecordComponent")
    record Returned(String requestId, byte[] payload) implements InvocationOutcome {}

    /**
     * The function threw, ran out of time, or its instance ended.
     *
     * @param errorType {@code Unhandled} for an exception, {@code Sandbox.Timedout}, {@code Runtime.ExitError}, …
     * @param payload the error document as JSON
     */
    @SuppressWarnings("ArrayRecordComponent")
    record InvocationFailed(String requestId, String errorType, byte[] payload) implements InvocationOutcome {

        static InvocationFailed of(String requestId, String errorType, String message) {
            String json = "{\"errorType\":" + quoted(errorType) + ",\"errorMessage\":" + quoted(message) + "}";
            return new InvocationFailed(requestId, errorType, json.getBytes(StandardCharsets.UTF_8));
        }

        private static String quoted(String text) {
            return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
        }

        @Override
        public String toString() {
            return errorType + " " + new String(payload, StandardCharsets.UTF_8);
        }
    }

    /** The function was not called: all instances are busy and the queue is full, or the function is closed. */
    record Throttled() implements InvocationOutcome {}

    /** The function was not called: the payload is larger than Lambda takes. */
    record TooLarge(long bytes) implements InvocationOutcome {}
}
