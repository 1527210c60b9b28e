package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Segment's SDKs for phones send, in the form that their public sources show: file, headers and all. The files here were
 * written for this test.
 */
@QuarkusTest
@TestProfile(VendorSdks.Profile.class)
@QuarkusTestResource(KinesisForTests.class)
class PhoneSdksTest {

    @Inject
    PlainServer server;

    @Inject
    MeterRegistry registry;

    Log log;

    private final String device = newDevice();

    @AfterEach
    void noneOfTheirFieldsIsOneThatNobodyKnows() {
        assertThat(registry.get("tidemark.fields.ignored").counter().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kotlin       | text/plain                      | true
            swift        | application/json; charset=utf-8 | false
            react-native | application/json; charset=utf-8 | false
            """)
    void theFilesOfPhonesAreTakenAsTheyAre(String sdk, String contentType, boolean gzip) throws IOException {
        post(sdk, contentType, gzip, Instant.now(), null);
        List<LoggedEvent> events = VendorSdks.events(log, device);
        assertThat(events).extracting(LoggedEvent::type).containsExactly("Order Completed", "screen");
        LoggedEvent order = events.get(0);
        assertThat(order.id()).isEqualTo(device + "-1");
        assertThat(order.valueMicros()).isEqualTo(1_250_000);
        assertThat(order.attributes().get("cart.items").text()).isEqualTo("3");
        assertThat(order.time().quality().wireName()).isEqualTo("trusted");
        assertThat(events.get(1).attributes().get("name").text()).isEqualTo("Home");
    }

    /** Stamped when it was closed, and sent an hour later: the stamp says nothing of the clock. */
    @ParameterizedTest
    @CsvSource({"kotlin, uncorrected", "swift, uncorrected", "react-native, corrected"})
    void aFileThatIsSentAgainIsNotTakenForASlowClock(String sdk, String quality) throws IOException {
        Instant anHourAgo = Instant.now().minus(1, ChronoUnit.HOURS);
        post(sdk, "application/json", false, anHourAgo, "2");
        assertThat(VendorSdks.events(log, device)).hasSize(2).allSatisfy(event -> assertThat(
                        event.time().quality().wireName())
                .isEqualTo(quality));
    }

    @Test
    void theFirstAttemptsStampCountsWhoeverSendsIt() throws IOException {
        post("kotlin", "text/plain", true, Instant.now().minus(1, ChronoUnit.HOURS), null);
        assertThat(VendorSdks.envelopes(log, device))
                .extracting(LoggedEnvelope::sentAt)
                .doesNotContainNull();
    }

    private void post(String sdk, String contentType, boolean gzip, Instant sentAt, String retryCount)
            throws IOException {
        byte[] body = file(sdk)
                .replace("$device", device)
                .replace("$id", device)
                .replace("$key", KinesisForTests.KEY)
                .replace(
                        "$occurredAt",
                        sentAt.minusSeconds(2).truncatedTo(ChronoUnit.MILLIS).toString())
                .replace("$sentAt", sentAt.truncatedTo(ChronoUnit.MILLIS).toString())
                .getBytes(StandardCharsets.UTF_8);
        RequestSpecification request = new Requests(server).anonymous().header("Content-Type", contentType);
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        if (retryCount != null) {
            request.header("X-Retry-Count", retryCount);
        }
        request.body(gzip ? Encodings.gzip(body) : body)
                .post("/v1/b")
                .then()
                .statusCode(200)
                .body("success", is(true));
    }

    private static String file(String sdk) throws IOException {
        try (InputStream file = PhoneSdksTest.class.getResourceAsStream("/phones/" + sdk + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
