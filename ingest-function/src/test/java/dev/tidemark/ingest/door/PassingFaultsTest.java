package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.JSON;
import static dev.tidemark.ingest.door.Requests.NDJSON;
import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.tidemark.ingest.support.FaultProxy;
import dev.tidemark.ingest.support.FaultProxy.Fault;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of Kinesis that are over, or are another's, before the time that a body really has. */
@QuarkusTest
@QuarkusTestResource(KinesisForTests.class)
class PassingFaultsTest {

    @Inject
    PlainServer server;

    Log log;
    FaultProxy proxy;

    private Requests requests;
    private final String device = newDevice();
    private final String other = newDevice();

    @BeforeEach
    void connect() {
        requests = new Requests(server);
    }

    @AfterEach
    void calm() {
        proxy.calm();
    }

    @Test
    void onlyTheFailedRecordIsWrittenAgain() {
        AtomicInteger calls = new AtomicInteger();
        proxy.plan(() -> calls.incrementAndGet() == 1
                ? new Fault.Entries(i -> i == 1, "ProvisionedThroughputExceededException")
                : new Fault.None());
        requests.post(NDJSON, envelope(device, event("a")) + "\n" + envelope(other, event("b")))
                .statusCode(200);
        assertThat(calls).hasValue(2);
        assertThat(log.ids(device)).containsExactly("a");
        assertThat(log.ids(other)).containsExactly("b");
    }

    @Test
    void oneDevicesTroubleIsNotAnothers() {
        // The first record of whatever call fails, for ever.
        proxy.plan(() -> new Fault.Entries(i -> i == 0, "InternalFailure"));
        String answer = requests.post(NDJSON, envelope(device, event("a")) + "\n" + envelope(other, event("b"), "7"))
                .statusCode(200)
                .header("Retry-After", matchesPattern("[1-9]"))
                .extract()
                .asString();
        List<JsonPath> lines = answer.lines().map(JsonPath::new).toList();
        assertThat(lines.get(0).getInt("accepted")).isZero();
        assertThat(lines.get(0).getList("retry")).hasSize(1);
        assertThat(lines.get(1).getInt("accepted")).isEqualTo(1);
        assertThat(lines.get(1).getList("retry")).isEmpty();
        assertThat(log.ids(device)).isEmpty();
        assertThat(log.ids(other)).containsExactly("b");
    }

    @Test
    void aThrottledCallIsTriedAgainUntilItPasses() {
        AtomicInteger calls = new AtomicInteger();
        proxy.plan(() -> calls.incrementAndGet() < 4
                ? new Fault.Refused(400, "ProvisionedThroughputExceededException")
                : new Fault.None());
        requests.post(JSON, envelope(device, event("a"))).statusCode(200).body("accepted", equalTo(1));
        assertThat(calls).hasValue(4);
    }

    @Test
    void aLostAnswerIsNoAcknowledgementAndTheRecordIsWrittenAgain() {
        AtomicInteger calls = new AtomicInteger();
        proxy.plan(() -> calls.incrementAndGet() == 1 ? new Fault.Dropped(true) : new Fault.None());
        requests.post(JSON, envelope(device, event("a"))).statusCode(200).body("accepted", equalTo(1));
        assertThat(log.ids(device)).containsExactly("a", "a");
    }

    @Test
    void whatKinesisRefusesIsNotTriedAgainByUsButMayBeByTheCaller() {
        AtomicInteger calls = new AtomicInteger();
        proxy.plan(() -> {
            calls.incrementAndGet();
            return new Fault.Refused(400, "AccessDeniedException");
        });
        requests.post(JSON, envelope(device, event("a"))).statusCode(503);
        assertThat(calls).hasValue(1);
    }
}
