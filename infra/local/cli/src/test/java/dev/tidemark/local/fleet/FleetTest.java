package dev.tidemark.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final FleetPlan PLAN =
            new FleetPlan(7, 60, Instant.parse("2026-11-22T20:00:00Z"), Duration.ofHours(1));

    @Test
    void the_same_plan_gives_the_same_fleet_and_another_seed_another() {
        assertThat(texts(PLAN)).isEqualTo(texts(PLAN));
        assertThat(texts(PLAN)).isNotEqualTo(texts(new FleetPlan(8, 60, PLAN.start(), PLAN.length())));
    }

    @Test
    void deliveries_come_in_the_order_of_their_arrival_and_after_they_were_sent() {
        assertThat(deliveries(PLAN)).extracting(PhoneRequest::arrivesAtMillis).isSorted();
        assertThat(deliveries(PLAN))
                .allSatisfy(delivery -> assertThat(delivery.arrivesAtMillis()).isGreaterThan(delivery.sentAtMillis()));
    }

    @Test
    void every_event_arrives_at_last_and_some_arrive_more_than_once() {
        Set<String> ids = new HashSet<>();
        int repeated = 0;
        for (PhoneRequest delivery : deliveries(PLAN)) {
            for (PhoneEvent event : delivery.events()) {
                repeated += ids.add(event.id()) ? 0 : 1;
            }
        }
        // 40 cars with a position every ten seconds, 20 apps with a click every fifteen or so.
        assertThat(ids).hasSizeBetween(40 * 360 + 20 * 150, 40 * 361 + 20 * 400);
        assertThat(ids.stream().filter(id -> id.startsWith("nav-0000-"))).hasSizeBetween(359, 361);
        assertThat(repeated).isGreaterThan(ids.size() / 100);
    }

    @Test
    void most_events_arrive_at_once_some_minutes_late_and_a_few_much_later() {
        int all = 0;
        int within30Seconds = 0;
        int beyond10Minutes = 0;
        for (PhoneRequest delivery : deliveries(PLAN)) {
            for (PhoneEvent event : delivery.events()) {
                long late = delivery.arrivesAtMillis() - event.happenedAtMillis();
                all++;
                within30Seconds += late <= 30_000 ? 1 : 0;
                beyond10Minutes += late > 600_000 ? 1 : 0;
            }
        }
        assertThat((double) within30Seconds / all).isBetween(0.80, 0.98);
        assertThat((double) beyond10Minutes / all).isBetween(0.001, 0.10);
    }

    @Test
    void requests_overtake_each_other_and_clocks_are_wrong() {
        List<PhoneRequest> deliveries = deliveries(PLAN);
        int overtaken = 0;
        for (int i = 1; i < deliveries.size(); i++) {
            overtaken +=
                    deliveries.get(i).sentAtMillis() < deliveries.get(i - 1).sentAtMillis() ? 1 : 0;
        }
        assertThat(overtaken).isGreaterThan(deliveries.size() / 50);
        assertThat(deliveries).extracting(PhoneRequest::clockErrorMillis).contains(0L, 10_800_000L, -2_400_000L);
        assertThat(deliveries).anyMatch(delivery -> !delivery.says());
    }

    @Test
    void a_phone_speaks_by_its_own_clock_and_the_simulation_knows_when_it_arrived() {
        PhoneRequest ahead = deliveries(PLAN).stream()
                .filter(delivery -> delivery.clockErrorMillis() == 10_800_000L && delivery.says())
                .filter(delivery -> delivery.events().size() > 1)
                .findFirst()
                .orElseThrow();
        List<String> lines = PhoneEnvelopes.received(ahead).stream()
                .map(line -> new String(line, StandardCharsets.UTF_8))
                .toList();
        assertThat(lines).hasSameSizeAs(ahead.events());
        assertThat(lines.get(1))
                .contains("\"receivedAt\":\"2026-11-22T20:")
                .contains("\"sentAt\":\"2026-11-22T23:")
                .contains("\"events\":[{\"id\":\"" + ahead.events().get(1).id() + "\"");
    }

    @Test
    void phones_ask_for_the_time_and_say_what_they_heard_but_for_older_apps_which_say_less() {
        List<String> envelopes = texts(PLAN);
        assertThat(envelopes).anyMatch(text -> text.contains("\"clock\":{\"sentAt\":"));
        assertThat(envelopes)
                .anyMatch(text -> text.contains("\"sentAt\":") && !text.contains("\"clock\""))
                .anyMatch(text -> !text.contains("\"sentAt\":"));
    }

    private static List<String> texts(FleetPlan plan) {
        return deliveries(plan).stream()
                .filter(delivery -> !delivery.events().isEmpty())
                .map(delivery -> delivery.arrivesAtMillis() + " "
                        + new String(PhoneEnvelopes.of(delivery), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<PhoneRequest> deliveries(FleetPlan plan) {
        List<PhoneRequest> deliveries = new ArrayList<>();
        Fleet fleet = new Fleet(plan);
        for (PhoneRequest next = fleet.next(); next != null; next = fleet.next()) {
            deliveries.add(next);
            next.answer(PhoneEnvelopes.accepted(next, next.arrivesAtMillis() + 5));
        }
        return deliveries;
    }
}
