package dev.tidemark.domain.event;

import dev.tidemark.domain.aggregate.Micros;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event in the log.
 *
 * @param id unique for its device, 1 to 128 characters
 * @param type 1 to 128 characters
 * @param occurredAt the raw stamp as the device sent it, or null where it sent none
 * @param time the corrected time, and how it came about
 * @param valueMicros micro-units, or {@link Micros#NONE}
 * @param attributes at most 64
 */
public record LoggedEvent(
        String id,
        String type,
        @Nullable String occurredAt,
        EventTime time,
        long valueMicros,
        Map<String, Attribute> attributes) {

    /** Whether the event carries a value. */
    public boolean hasValue() {
        return valueMicros != Micros.NONE;
    }
}
