package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.fold.SeenEvents;
import dev.tidemark.domain.fold.ShardFold;
import dev.tidemark.domain.fold.ShardRecord;
import dev.tidemark.domain.fold.Step;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.ingest.support.FaultProxy;
import dev.tidemark.ingest.support.FaultProxy.Fault;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * More than a hundred thousand accepted events through a Kinesis that fails records, throttles, breaks, drops connections
 * and answers late, at random. What was accepted is in the log, what was rejected is not, and the windows over that log
 * count each event once, however often it was sent or written.
 */
@QuarkusTest
@TestProfile(FaultsTest.ShortDeadline.class)
@QuarkusTestResource(KinesisForTests.class)
class NothingIsLostTest {

    private static final int DEVICES = 20;
    private static final int BODIES_A_DEVICE = 112;
    private static final int EVENTS_A_BODY = 50;
    private static final int BAD_EVERY = 10;

    @Inject
    PlainServer server;

    Log log;
    FaultProxy proxy;

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void calm() {
        proxy.calm();
    }

    /** The clicks of each device a minute; every event has the value 1. */
    private static final String VIEWS = """
            watermark: {outOfOrderness: PT30S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT2H
            views:
              - {name: sent, where: {type: t}, key: deviceId, window: {fixed: PT1M}, aggregates: [count, sum],
                 allowedLateness: PT0S}
            """;

    @Test
    void nothingAcceptedIsMissingNothingRejectedIsThereAndWindowsCountEachOnce() throws Exception {
        proxy.plan(NothingIsLostTest::randomFault);
        Map<String, Sent> sent = new HashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(DEVICES);
        List<Callable<Sent>> phones = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            String device = newDevice();
            phones.add(() -> phone(device));
        }
        for (Future<Sent> phone : threads.invokeAll(phones)) {
            sent.put(phone.get().device, phone.get());
        }
        threads.shutdown();
        proxy.calm();

        Map<String, Set<String>> logged = new HashMap<>();
        for (LogRecord.Events record : log.where(sent::containsKey)) {
            record.envelopes().forEach(envelope -> envelope.events().stream()
                    .map(LoggedEvent::id)
                    .forEach(id -> logged.computeIfAbsent(record.deviceId(), device -> new LinkedHashSet<>())
                            .add(id)));
        }
        int accepted = 0;
        int again = 0;
        for (Sent phone : sent.values()) {
            assertThat(logged.get(phone.device)).isEqualTo(phone.accepted);
            assertThat(phone.rejected)
                    .hasSize(BODIES_A_DEVICE * EVENTS_A_BODY / BAD_EVERY)
                    .doesNotContainAnyElementsOf(phone.accepted);
            accepted += phone.accepted.size();
            again += phone.sentAgain;
        }
        assertThat(accepted)
                .isEqualTo(DEVICES * BODIES_A_DEVICE * EVENTS_A_BODY * (BAD_EVERY - 1) / BAD_EVERY)
                .isGreaterThan(100_000);
        assertThat(again).as("the faults were felt").isPositive();

        Windows windows = windows(log.shards());
        assertThat(windows.duplicates)
                .as("some events were written twice, or this would prove nothing")
                .isPositive();
        for (Sent phone : sent.values()) {
            Measures counted = windows.byDevice.get(phone.device);
            assertThat(counted).isNotNull();
            assertThat(counted.count()).isEqualTo(phone.accepted.size());
            assertThat(counted.sumDecimal()).isEqualByComparingTo(BigDecimal.valueOf(phone.accepted.size()));
        }
    }

    /**
     * What all windows of a device hold together.
     *
     * @param duplicates occurrences in the log that were not counted
     */
    private record Windows(Map<String, Measures> byDevice, long duplicates) {}

    private static Windows windows(List<List<ShardRecord>> shards) throws ViewsException {
        Views views = ViewsParser.parse(VIEWS, "views");
        Map<String, Measures> byDevice = new HashMap<>();
        long duplicates = 0;
        for (List<ShardRecord> shard : shards) {
            Step step = new ShardFold(views)
                    .fold(
                            shard,
                            ShardTime.START,
                            new SeenEvents(views.deduplicateFor().toMillis()));
            step.cells()
                    .forEach((cell, delta) ->
                            byDevice.merge(cell.key(), delta.onto(Measures.EMPTY, Sequence.NONE), Measures::merge));
            duplicates += step.counts().duplicates();
        }
        return new Windows(byDevice, duplicates);
    }

    private static final class Sent {
        final String device;
        final Set<String> accepted = new LinkedHashSet<>();
        final Set<String> rejected = new LinkedHashSet<>();
        int sentAgain;

        Sent(String device) {
            this.device = device;
        }
    }

    /** Sends its bodies one after the other, each until every event has its last verdict. */
    private Sent phone(String device) throws IOException, InterruptedException {
        Sent sent = new Sent(device);
        for (int body = 0; body < BODIES_A_DEVICE; body++) {
            List<String> open = new ArrayList<>();
            for (int i = 0; i < EVENTS_A_BODY; i++) {
                boolean bad = i % BAD_EVERY == 3;
                open.add((bad ? "bad-" : "e-") + body + "-" + i);
            }
            while (!open.isEmpty()) {
                open = send(open, sent);
            }
        }
        return sent;
    }

    /** The events that must be sent again. */
    private List<String> send(List<String> ids, Sent sent) throws IOException, InterruptedException {
        String events = ids.stream()
                .map(id -> "{\"id\":\"" + id + "\",\"type\":\"t\",\"value\":" + (id.startsWith("bad") ? "1e-9" : "1")
                        + "}")
                .collect(Collectors.joining(","));
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/events"))
                        .header("X-Api-Key", KinesisForTests.KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"deviceId\":\"" + sent.device + "\",\"events\":[" + events + "]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isIn(200, 503);
        JsonPath json = new JsonPath(answer.body());
        List<String> rejected = json.getList("rejected.id");
        List<String> retry = json.getList("retry.id");
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(!retry.isEmpty());
        List<String> accepted = Stream.of(ids)
                .flatMap(List::stream)
                .filter(id -> !rejected.contains(id) && !retry.contains(id))
                .toList();
        assertThat(accepted).hasSize(json.getInt("accepted"));
        sent.accepted.addAll(accepted);
        sent.rejected.addAll(rejected);
        sent.sentAgain += retry.size();
        return retry;
    }

    private static Fault randomFault() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> new Fault.Entries(i -> random.nextBoolean(), "ProvisionedThroughputExceededException");
            case 4 -> new Fault.Entries(i -> true, "InternalFailure");
            case 5 -> new Fault.Refused(400, "ProvisionedThroughputExceededException");
            case 6 -> new Fault.Refused(400, "AccessDeniedException");
            case 7 -> new Fault.Refused(500, "InternalFailure");
            case 8 -> new Fault.Dropped(false);
            case 9 -> new Fault.Dropped(true);
            case 10 -> new Fault.Late(random.nextInt(1_000));
            default -> new Fault.None();
        };
    }
}
