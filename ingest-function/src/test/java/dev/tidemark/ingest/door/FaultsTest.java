package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.JSON;
import static dev.tidemark.ingest.door.Requests.PROBLEM;
import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import dev.tidemark.ingest.support.FaultProxy;
import dev.tidemark.ingest.support.FaultProxy.Fault;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers are told when Kinesis is not well until the time for their bodies is over. */
@QuarkusTest
@TestProfile(FaultsTest.ShortDeadline.class)
@QuarkusTestResource(KinesisForTests.class)
class FaultsTest {

    /** Half a second to write a body, and for each call. */
    public static final class ShortDeadline implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tidemark.put.deadline", "PT0.5S",
                    "tidemark.put.call-timeout", "PT0.5S",
                    "tidemark.put.first-backoff", "PT0.005S",
                    "tidemark.put.longest-backoff", "PT0.02S");
        }
    }

    @Inject
    PlainServer server;

    Log log;
    FaultProxy proxy;

    private Requests requests;
    private final String device = newDevice();

    @BeforeEach
    void connect() {
        requests = new Requests(server);
    }

    @AfterEach
    void calm() {
        proxy.calm();
    }

    @Test
    void whatIsNotAcknowledgedInTimeIsTheCallersToSendAgain() {
        proxy.plan(() -> new Fault.Entries(i -> true, "ProvisionedThroughputExceededException"));
        requests.post(JSON, envelope(device, event("a"), event("b")))
                .statusCode(503)
                .contentType(PROBLEM)
                .header("Retry-After", matchesPattern("[1-9]"))
                .body("type", equalTo("urn:tidemark:problem:unavailable"))
                .body("accepted", equalTo(0))
                .body("retry.index", contains(0, 1))
                .body("retry.id", contains("a", "b"));
        assertThat(log.ids(device)).isEmpty();
    }

    @Test
    void eventsToBeRetriedAreNamedByTheirPlaceInTheEnvelope() {
        proxy.plan(() -> new Fault.Refused(500, "InternalFailure"));
        requests.post(JSON, envelope(device, "7", event("a"), "{}", event("b")))
                .statusCode(200)
                .header("Retry-After", matchesPattern("[1-9]"))
                .body("accepted", equalTo(0))
                .body("rejected.index", contains(0, 2))
                .body("retry.index", contains(1, 3));
    }

    @Test
    void otherProtocolsAreToldWhenToComeBack() {
        proxy.plan(() -> new Fault.Refused(500, "InternalFailure"));
        requests.request()
                .contentType(JSON)
                .body("{\"event\":\"e\",\"messageId\":\"m\",\"anonymousId\":\"" + device + "\"}")
                .post("/v1/track")
                .then()
                .statusCode(503)
                .header("Retry-After", matchesPattern("[1-9]"));
        requests.anonymous()
                .contentType(JSON)
                .body(Requests.amplitude(device))
                .post("/2/httpapi")
                .then()
                .statusCode(503)
                .header("Retry-After", matchesPattern("[1-9]"));
        // There is no uuid by which it could be told.
        requests.request()
                .contentType(JSON)
                .body("{\"batch\":[{\"event\":\"e\",\"distinct_id\":\"" + device + "\"}]}")
                .post("/i/v1/analytics/events")
                .then()
                .statusCode(503)
                .header("Retry-After", matchesPattern("[1-9]"));
    }

    @Test
    @Timeout(60)
    void anAnswerThatDoesNotComeIsNotWaitedFor() {
        proxy.plan(Fault.Unanswered::new);
        requests.post(JSON, envelope(device, event("a"))).statusCode(503).body("retry", hasSize(1));
    }
}
