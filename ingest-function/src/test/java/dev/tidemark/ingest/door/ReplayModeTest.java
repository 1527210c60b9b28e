package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.JSON;
import static dev.tidemark.ingest.door.Requests.NDJSON;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A recorded data set keeps its own arrival times. */
@QuarkusTest
@TestProfile(ReplayModeTest.Trusting.class)
@QuarkusTestResource(KinesisForTests.class)
class ReplayModeTest {

    /** Replay mode, with a views file of its own. */
    public static final class Trusting implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tidemark.trust-received-at", "true",
                    "tidemark.views", "src/test/resources/views.yaml");
        }
    }

    @Inject
    PlainServer server;

    Log log;

    private final String device = newDevice();

    @Test
    void envelopesOfOneArrivalAreOneRecordAndOthersAreNot() {
        new Requests(server)
                .post(
                        NDJSON,
                        line("a", "2008-04-03T11:03:00.000Z")
                                + line("b", "2008-04-03T11:03:00.000Z")
                                + line("c", "2008-04-03T11:14:00.000Z"))
                .statusCode(200);
        assertThat(log.of(device))
                .extracting(record -> IsoInstant.format(record.receivedAtMillis()) + " " + record.size())
                .containsExactly("2008-04-03T11:03:00.000Z 2", "2008-04-03T11:14:00.000Z 1");
    }

    @Test
    void theAnswerSaysTheRecordingsTime() {
        new Requests(server)
                .post(JSON, line("a", "2008-04-03T11:03:00.000Z"))
                .statusCode(200)
                .body("receivedAt", equalTo("2008-04-03T11:03:00.000Z"));
        assertThat(log.of(device)).extracting(LogRecord.Events::size).containsExactly(1);
    }

    @Test
    void theViewsFileSaysHowOldAnEventMayBe() {
        new Requests(server)
                .post(
                        JSON,
                        "{\"deviceId\":\"" + device + "\",\"receivedAt\":\"2008-04-03T11:03:00.000Z\",\"events\":["
                                + "{\"id\":\"a\",\"type\":\"t\",\"occurredAt\":\"2008-04-02T11:02:59.999Z\"},"
                                + "{\"id\":\"b\",\"type\":\"t\",\"occurredAt\":\"2008-04-02T11:03:00.000Z\"}]}")
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("rejected[0].code", equalTo("too_old"));
    }

    private String line(String id, String receivedAt) {
        return "{\"deviceId\":\"" + device + "\",\"receivedAt\":\"" + receivedAt + "\",\"events\":[{\"id\":\"" + id
                + "\",\"type\":\"departure\",\"occurredAt\":\"2008-04-03T10:07:00.000Z\",\"value\":-3.0}]}\n";
    }
}
