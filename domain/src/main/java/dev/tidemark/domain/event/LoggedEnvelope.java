package dev.tidemark.domain.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request said in one envelope: the attempt's stamps, and its events in the device's order.
 *
 * @param sentAt the raw stamp as the device sent it, or null
 * @param exchange the raw stamps of the clock exchange that the offset comes from; null for any other basis
 * @param offset of the device's clock
 * @param events one or more
 */
public record LoggedEnvelope(
        @Nullable String sentAt, @Nullable EchoedExchange exchange, ClockOffset offset, List<LoggedEvent> events) {

    public LoggedEnvelope {
        if ((exchange != null) != (offset.basis() == ClockOffset.Basis.EXCHANGE)) {
            throw new IllegalArgumentException(
                    "the stamps of an exchange are there if and only if the basis is exchange:" + " the basis is "
                            + offset.basis().wireName());
        }
    }

    /** The four raw stamps of a clock exchange, as the client echoed them. */
    public record EchoedExchange(String sentAt, String receivedAt, String respondedAt, String gotAt) {}
}
