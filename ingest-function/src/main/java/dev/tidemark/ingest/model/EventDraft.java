package dev.tidemark.ingest.model;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.EventTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A valid event that has no time yet: its envelope's stamps may come after it.
 *
 * @param id 1 to 128 characters
 * @param type 1 to 128 characters
 * @param occurredAt the raw stamp, or null where there is none
 * @param occurredAtMillis the same in milliseconds since the epoch, or {@link EventTime#ABSENT}
 * @param valueMicros micro-units, or {@link Micros#NONE}
 * @param attributes at most 64
 */
public record EventDraft(
        String id,
        String type,
        @Nullable String occurredAt,
        long occurredAtMillis,
        long valueMicros,
        Map<String, Attribute> attributes)
        implements ReadEvent {}
