package dev.tidemark.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {

    private final TestClock clock = new TestClock();
    private final MemoryStorage storage = new MemoryStorage();
    private final TestServer server = new TestServer();
    private final List<String> told = new ArrayList<>();
    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        open(QueueLimits.defaults());
    }

    private void open(QueueLimits limits) throws IOException {
        outbox = Outbox.open("d-17", storage, clock, new Random(1), limits, new OutboxListener() {
            @Override
            public void accepted(String id) {
                told.add(id + " accepted");
            }

            @Override
            public void rejected(String id, String code, String detail) {
                told.add(id + " rejected: " + code);
            }

            @Override
            public void failed(int status, String detail) {
                told.add("failed: " + status);
            }

            @Override
            public void unreadable(String name) {
                told.add("unreadable: " + name);
            }
        });
    }

    @Test
    void asks_for_the_time_and_then_sends_what_is_queued_with_the_exchange_in_it() throws IOException {
        clock.aheadMillis = 3_600_000;
        open();
        offer("a", "b");
        assertThat(pump(100, 100)).isEqualTo("GET /v1/time, POST /v1/events a b");
        assertThat(server.envelopes.get(0).toString())
                .startsWith("{\"deviceId\":\"d-17\",\"sentAt\":\"2026-11-22T21:00:00.210Z\",\"clock\":"
                        + "{\"sentAt\":\"2026-11-22T21:00:00.000Z\",\"receivedAt\":\"2026-11-22T20:00:00.100Z\","
                        + "\"respondedAt\":\"2026-11-22T20:00:00.110Z\",\"gotAt\":\"2026-11-22T21:00:00.210Z\"},"
                        + "\"events\":[{\"id\":\"a\",\"type\":\"t\",\"occurredAt\":\"2026-11-22T21:00:00.000Z\"},");
        assertThat(told).containsExactly("a accepted", "b accepted");
        assertThat(storage.texts.keySet()).as("what is left").containsExactly("clock-0");
    }

    @Test
    void a_full_queue_refuses_and_says_so_and_what_leaves_makes_room() throws IOException {
        open(QueueLimits.defaults().withEvents(2));
        offer("a", "b");
        assertThat(outbox.offer(Event.of("t"))).isEqualTo(Offer.FULL);
        assertThat(storage.texts).hasSize(2);
        pump(100, 100);
        assertThat(outbox.offer(Event.of("t"))).isEqualTo(Offer.QUEUED);
    }

    @Test
    void the_bytes_of_a_queue_are_bounded_too_also_over_a_restart() throws IOException {
        open(QueueLimits.defaults().withBytes(200));
        assertThat(outbox.offer(Event.of("t").withId("a").with("x", "x".repeat(100))))
                .isEqualTo(Offer.QUEUED);
        open(QueueLimits.defaults().withBytes(200));
        assertThat(outbox.offer(Event.of("t").with("x", "x".repeat(100)))).isEqualTo(Offer.FULL);
    }

    @Test
    void an_event_larger_than_the_server_takes_is_refused_at_once() {
        assertThat(outbox.offer(Event.of("t").with("x", "x".repeat(32 * 1024)))).isEqualTo(Offer.TOO_LARGE);
        assertThat(outbox.size()).isZero();
    }

    @Test
    void requests_are_as_large_as_they_may_be_and_begin_with_the_oldest() throws IOException {
        open(QueueLimits.defaults().withEventsOfRequest(2));
        offer("a", "b", "c");
        assertThat(pump(100, 100)).isEqualTo("GET /v1/time, POST /v1/events a b, POST /v1/events c");
    }

    @Test
    void each_event_has_its_verdict_and_only_what_is_to_be_retried_goes_again_the_same_to_the_byte() {
        offer("a", "b", "c");
        assertThat(pump(100, 100, (index, id) -> switch (id) {
                    case "b" -> TestServer.Says.REJECT;
                    case "c" -> TestServer.Says.RETRY;
                    default -> TestServer.Says.ACCEPT;
                }))
                .isEqualTo("GET /v1/time, POST /v1/events a b c");
        assertThat(told).containsExactly("a accepted", "b rejected: invalid_type", "failed: 200");
        String first = server.envelopes.get(0).path("events").path(2).toString();
        clock.pass(2_000);
        assertThat(pump(100, 100)).isEqualTo("POST /v1/events c");
        assertThat(server.envelopes.get(1).path("events").path(0).toString()).isEqualTo(first);
    }

    @Test
    void while_a_request_is_under_way_there_is_no_other() {
        offer("a");
        Move.Send send = (Move.Send) outbox.next();
        assertThat(outbox.next()).isInstanceOf(Move.Rest.class);
        send.failed("no network");
        send.answered(200, null, "");
        assertThat(outbox.next())
                .as("the second report of it counts for nothing")
                .isInstanceOf(Move.Wait.class);
    }

    /** With 1 s, 2 s, 4 s … of which chance takes up to half. */
    @Test
    void pauses_double_up_to_five_minutes_and_end_with_the_first_success() {
        offer("a");
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ((Move.Send) outbox.next()).failed("no network");
            long pause = ((Move.Wait) outbox.next()).millis();
            pauses.add(pause);
            clock.pass(pause);
        }
        for (int i = 0; i < pauses.size(); i++) {
            long most = Math.min(300_000, 1_000L << i);
            assertThat(pauses.get(i)).isBetween(most / 2, most);
        }
        pump(100, 100);
        offer("b");
        ((Move.Send) outbox.next()).failed("no network");
        assertThat(((Move.Wait) outbox.next()).millis()).isBetween(500L, 1_000L);
    }

    @ParameterizedTest(name = "Retry-After: {0} waits between {1} and {2} ms")
    @CsvSource({"7, 7000, 8400", "0, 500, 1000", "Tue soon, 500, 1000", "99999999, 3600000, 4320000", "-5, 500, 1000"})
    void waits_at_least_as_long_as_the_server_asks(String retryAfter, long least, long most) {
        offer("a");
        ((Move.Send) outbox.next()).answered(503, retryAfter, "");
        assertThat(((Move.Wait) outbox.next()).millis()).isBetween(least, most);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | <html>Welcome to the hotel</html>",
                "200 | {\"success\":true}",
                "200 | {\"accepted\":1,\"rejected\":[],\"retry\":[]}",
                "200 | {\"accepted\":2,\"rejected\":[{\"index\":7}],\"retry\":[]}",
                "200 | {\"accepted\":0,\"rejected\":[{\"index\":0},{\"index\":0}],\"retry\":[]}",
                "200 | {\"accepted\":1,\"rejected\":[],\"retry\":[{\"index\":0,\"id\":\"another\"}]}",
                "200 | ''",
                "204 | ''",
                "302 | ''",
                "400 | <html>Bad request</html>",
                "401 | {\"type\":\"urn:tidemark:problem:unauthorized\"}",
                "403 | ''",
                "404 | ''",
                "429 | ''",
                "500 | ''",
                "502 | <html>",
                "503 | {\"message\":\"Service Unavailable\"}"
            })
    void an_answer_that_does_not_account_for_every_event_changes_nothing(int status, String body) {
        offer("a", "b");
        pumpTime();
        ((Move.Send) outbox.next()).answered(status, null, body);
        assertThat(told).containsExactly("failed: " + status);
        assertThat(outbox.size()).isEqualTo(2);
        clock.pass(1_000);
        assertThat(pump(100, 100)).isEqualTo("POST /v1/events a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"413 ", "400 {\"type\":\"urn:tidemark:problem:invalid-json\",\"detail\":\"no\"}"})
    void a_request_that_cannot_be_taken_is_made_smaller_until_what_is_wrong_stands_alone(String answer) {
        offer("a", "b", "c", "d", "e");
        pumpTime();
        List<String> sizes = new ArrayList<>();
        while (outbox.next() instanceof Move.Send send) {
            sizes.add(ids(send));
            if (ids(send).contains("d")) {
                send.answered(Integer.parseInt(answer.substring(0, 3)), null, answer.substring(4));
            } else {
                answer(send, 100, 100, (index, id) -> TestServer.Says.ACCEPT);
            }
        }
        assertThat(sizes).containsExactly("a b c d e", "a b", "c d e", "c", "d e", "d", "e");
        assertThat(server.log.keySet()).containsExactly("a", "b", "c", "e");
        assertThat(told).anyMatch(line -> line.startsWith("d rejected: "));
    }

    @Test
    void a_storage_that_fails_loses_nothing_that_was_called_queued_and_what_was_settled_does_not_come_back() {
        storage.fates = call -> MemoryStorage.Fate.FAILS_AFTER;
        assertThat(outbox.offer(Event.of("t").withId("a"))).isEqualTo(Offer.NOT_STORED);
        storage.fates = call -> MemoryStorage.Fate.WELL;
        offer("b");
        storage.fates = call -> MemoryStorage.Fate.FAILS_BEFORE;
        assertThat(pump(100, 100)).isEqualTo("GET /v1/time, POST /v1/events b");
        storage.fates = call -> MemoryStorage.Fate.WELL;
        offer("c");
        assertThat(pump(100, 100)).isEqualTo("POST /v1/events c");
        assertThat(storage.texts.keySet()).noneMatch(QueuedEvent::isName);
    }

    @Test
    void what_is_no_event_in_the_storage_is_named_and_does_not_stop_the_rest() throws IOException {
        offer("a");
        storage.texts.put("event-0000000000000000007", "half an ev");
        storage.texts.put("event-x", "0 1 b{}");
        storage.texts.put("clock-3", "1 2");
        storage.texts.put("not ours", "stays");
        open();
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "unreadable: event-0000000000000000007", "unreadable: event-x", "unreadable: clock-3");
        assertThat(pump(100, 100)).isEqualTo("GET /v1/time, POST /v1/events a");
        assertThat(storage.texts).containsKey("not ours");
    }

    @Test
    void without_an_exchange_transits_of_15_and_32_seconds_change_the_order_and_with_it_they_do_not() {
        pumpOrder(404);
        assertThat(server.eventTimes.get("second")).isLessThan(server.eventTimes.get("first"));

        server.eventTimes.clear();
        server.log.clear();
        clock.pass(2 * DeviceSession.LONGEST_MILLIS);
        pumpOrder(200);
        assertThat(server.eventTimes.get("second") - server.eventTimes.get("first"))
                .as("by the device's clock: the question, 32 s, and 22 s back")
                .isEqualTo(10_220);
    }

    private void pumpOrder(int statusOfTime) {
        offer("first");
        Move.Send time = (Move.Send) outbox.next();
        if (statusOfTime == 200) {
            answer(time, 100, 100, (index, id) -> TestServer.Says.ACCEPT);
        } else {
            time.answered(statusOfTime, null, "");
            ((Move.Send) outbox.next()).answered(statusOfTime, null, "");
            ((Move.Send) outbox.next()).answered(statusOfTime, null, "");
        }
        answer((Move.Send) outbox.next(), 32_000, 0, (index, id) -> TestServer.Says.ACCEPT);
        clock.trueMillis -= 22_000;
        offer("second");
        answer((Move.Send) outbox.next(), 15_000, 0, (index, id) -> TestServer.Says.ACCEPT);
    }

    @Test
    void a_clock_that_is_set_in_between_changes_no_stamp_of_the_session() {
        offer("a");
        clock.pass(10_000);
        clock.aheadMillis = -3_600_000;
        offer("b");
        pump(100, 100);
        assertThat(server.eventTimes.get("b") - server.eventTimes.get("a")).isEqualTo(10_000);
        assertThat(server.asked).isEqualTo(1);
    }

    @Test
    void a_clock_that_leaps_ahead_is_a_device_that_slept_and_begins_a_session_with_an_exchange_of_its_own() {
        offer("a");
        pump(100, 100);
        clock.sleep(3_600_000);
        offer("b");
        pump(100, 100);
        assertThat(server.asked).isEqualTo(2);
        assertThat(server.eventTimes.get("b") - server.eventTimes.get("a")).isEqualTo(3_600_000 + 420);
    }

    @Test
    void where_elapsed_time_counts_sleep_a_leap_is_a_clock_that_was_set_and_the_session_goes_on() throws IOException {
        clock.countsSleep = true;
        clock.aheadMillis = -clock.trueMillis + 60_000;
        open();
        offer("in 1970");
        clock.sleep(30_000);
        clock.aheadMillis = 0;
        pump(100, 100);
        assertThat(server.eventTimes.get("in 1970")).isBetween(clock.trueMillis - 31_000, clock.trueMillis - 30_000);
    }

    @Test
    void events_from_before_a_restart_are_corrected_by_the_clock_that_stamped_them() throws IOException {
        clock.aheadMillis = 7_200_000;
        open();
        offer("a");
        pump(100, 100);
        offer("b");
        long happened = clock.trueMillis;
        clock.pass(60_000);
        clock.aheadMillis = -120_000;
        open();
        offer("c");
        assertThat(pump(100, 100)).isEqualTo("GET /v1/time, POST /v1/events b, POST /v1/events c");
        assertThat(server.eventTimes.get("b")).isEqualTo(happened);
        assertThat(server.eventTimes.get("c")).isEqualTo(happened + 60_000);
        assertThat(storage.texts.keySet())
                .as("the exchange of a session without events")
                .containsExactly("clock-1");
    }

    @Test
    void an_event_that_happened_earlier_by_the_wall_clock_is_as_old_as_it_says() {
        clock.aheadMillis = 5_000_000;
        assertThat(outbox.offer(Event.of("t").withId("a").withWallMillis(clock.wallMillis() - 3_000)))
                .isEqualTo(Offer.QUEUED);
        long happened = clock.trueMillis - 3_000;
        pump(100, 100);
        assertThat(server.eventTimes.get("a")).isEqualTo(happened);
    }

    @Test
    void asks_three_times_at_most_and_holds_the_best() {
        offer("a");
        int[] transits = {4_000, 900, 2_000};
        for (int transit : transits) {
            answer((Move.Send) outbox.next(), transit, 100, (index, id) -> TestServer.Says.ACCEPT);
        }
        assertThat(pump(100, 100)).isEqualTo("POST /v1/events a");
        assertThat(storage.texts.get("clock-0"))
                .satisfies(text ->
                        assertThat(ClockExchange.ofText(text).boundMillis()).isEqualTo(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb"})
    void refuses_a_device_that_the_server_would_refuse(String deviceId) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Outbox.open(
                        deviceId, storage, clock, new Random(), QueueLimits.defaults(), new OutboxListener() {}))
                .withMessageContaining("1 to 128");
    }

    private void offer(String... ids) {
        for (String id : ids) {
            assertThat(outbox.offer(Event.of("t").withId(id))).isEqualTo(Offer.QUEUED);
        }
    }

    private void pumpTime() {
        answer((Move.Send) outbox.next(), 100, 100, (index, id) -> TestServer.Says.ACCEPT);
    }

    private String pump(int there, int back) {
        return pump(there, back, (index, id) -> TestServer.Says.ACCEPT);
    }

    /** Sends what there is to send; says what that was. */
    private String pump(int there, int back, TestServer.Judge judge) {
        List<String> sent = new ArrayList<>();
        while (outbox.next() instanceof Move.Send send) {
            sent.add((send.method() + " " + send.path() + " " + ids(send)).trim());
            answer(send, there, back, judge);
        }
        return String.join(", ", sent);
    }

    private void answer(Move.Send send, int there, int back, TestServer.Judge judge) {
        clock.pass(there);
        long receivedAt = clock.trueMillis;
        clock.pass(10);
        Transport.Answered answer = server.answer(send, receivedAt, clock.trueMillis, judge);
        clock.pass(back);
        send.answered(answer.status, answer.retryAfter, answer.body);
    }

    private static String ids(Move.Send send) {
        return String.join(" ", send.ids());
    }
}
