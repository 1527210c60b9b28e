package dev.tidemark.local.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.IsoInstant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a server has seen of the phones of a trial, with what truly happened beside it. */
final class TrialLog {

    private static final Instant START = Instant.parse("2026-11-22T20:00:00Z");
    private static final long SERVER_MILLIS = 5;

    /**
     * The first sighting of an event, all in milliseconds since the epoch.
     *
     * @param happenedAt by true time
     * @param occurredAt by the device's clock
     * @param sentAt by the device's clock
     * @param receivedAt by the server's clock, which is true
     */
    record Sighting(
            String deviceId, long happenedAt, long occurredAt, long sentAt, long receivedAt, ClockOffset offset) {}

    private TrialLog() {}

    /**
     * Lets the phones of a trial live.
     *
     * @param exchanges whether they take part in the clock exchange
     */
    static List<Sighting> of(Trial trial, boolean exchanges, long seed, int phones, Duration length) {
        Fleet fleet = new Fleet(
                new FleetPlan(seed, phones, START, length),
                1,
                (number, random, its) -> new TrialPhone(number, random, its, trial, exchanges));
        List<Sighting> sightings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (PhoneRequest delivery = fleet.next(); delivery != null; delivery = fleet.next()) {
            if (!delivery.events().isEmpty()) {
                read(delivery, seen, sightings);
            }
            delivery.answer(PhoneEnvelopes.accepted(delivery, delivery.arrivesAtMillis() + SERVER_MILLIS));
        }
        return sightings;
    }

    private static void read(PhoneRequest delivery, Set<String> seen, List<Sighting> sightings) {
        JsonNode envelope = PhoneEnvelopes.read(PhoneEnvelopes.of(delivery));
        long receivedAt = delivery.arrivesAtMillis();
        long sentAt = instant(envelope, "sentAt");
        JsonNode clock = envelope.path("clock");
        ClockOffset offset = clock.isMissingNode()
                ? ClockOffset.oneWay(sentAt, receivedAt)
                : ClockOffset.exchange(
                        instant(clock, "sentAt"),
                        instant(clock, "receivedAt"),
                        instant(clock, "respondedAt"),
                        instant(clock, "gotAt"));
        for (int i = 0; i < delivery.events().size(); i++) {
            PhoneEvent event = delivery.events().get(i);
            if (seen.add(event.id())) {
                long occurredAt = instant(envelope.path("events").path(i), "occurredAt");
                sightings.add(new Sighting(
                        delivery.deviceId(), event.happenedAtMillis(), occurredAt, sentAt, receivedAt, offset));
            }
        }
    }

    private static long instant(JsonNode object, String field) {
        return IsoInstant.parse(object.path(field).asText());
    }
}
