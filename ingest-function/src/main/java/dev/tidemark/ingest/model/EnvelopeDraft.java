package dev.tidemark.ingest.model;

import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LoggedEnvelope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An envelope as a device sent it.
 *
 * @param deviceId 1 to 128 characters
 * @param sentAt the raw stamp, readable or not, or null
 * @param exchange the raw stamps of the last request and its answer, sensible or not, or null
 * @param receivedAtMillis in replay mode the recording's own arrival time, else {@link EventTime#ABSENT}
 * @param events in the order of the body; one or more
 * @param ignored members that nobody knows
 */
public record EnvelopeDraft(
        String deviceId,
        @Nullable String sentAt,
        LoggedEnvelope.@Nullable EchoedExchange exchange,
        long receivedAtMillis,
        List<ReadEvent> events,
        Ignored ignored) {}
