package dev.tidemark.local.fleet;

import dev.tidemark.local.replay.Arrivals;
import dev.tidemark.local.replay.RecordedEvent;
import dev.tidemark.local.replay.RecordingLine;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A fleet as a recording that nobody has written down: every event with the arrival that the simulation gave it. */
public final class FleetArrivals implements Arrivals {

    private static final Path NOWHERE = Path.of("fleet");
    private static final long SERVER_MILLIS = 5;

    private final Fleet fleet;
    private final Deque<RecordedEvent> ready = new ArrayDeque<>();
    private long number;

    public FleetArrivals(FleetPlan plan) {
        this.fleet = new Fleet(plan);
    }

    @Override
    public @Nullable RecordedEvent next() {
        while (ready.isEmpty()) {
            PhoneRequest delivery = fleet.next();
            if (delivery == null) {
                return null;
            }
            if (!delivery.events().isEmpty()) {
                for (byte[] line : PhoneEnvelopes.received(delivery)) {
                    ready.add(
                            new RecordedEvent(new RecordingLine(NOWHERE, ++number), delivery.arrivesAtMillis(), line));
                }
            }
            delivery.answer(PhoneEnvelopes.accepted(delivery, delivery.arrivesAtMillis() + SERVER_MILLIS));
        }
        return ready.poll();
    }
}
