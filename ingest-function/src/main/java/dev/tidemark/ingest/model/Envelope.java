package dev.tidemark.ingest.model;

import dev.tidemark.domain.event.LoggedEnvelope;
import java.util.List;

/**
 * An envelope that has been judged: what of it goes into the log, and what not.
 *
 * @param deviceId 1 to 128 characters
 * @param receivedAtMillis by the server's clock, or in replay mode by the recording's
 * @param logged the stamps, and the events that may be logged, with their times; may have no events
 * @param indexes for each event of {@code logged} its index in the device's envelope, ascending
 * @param rejections the others, ascending by index
 */
public record Envelope(
        String deviceId, long receivedAtMillis, LoggedEnvelope logged, int[] indexes, List<RejectedAt> rejections) {

    /**
     * A rejected event.
     *
     * @param index its place in the device's envelope, from 0
     */
    public record RejectedAt(int index, RejectedEvent rejected) {}
}
