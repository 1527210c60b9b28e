package dev.tidemark.ingest.posthog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.EventDraft;
import dev.tidemark.ingest.model.RejectedEvent;
import dev.tidemark.ingest.reading.ForeignField;
import dev.tidemark.ingest.reading.IpPrivacy;
import dev.tidemark.ingest.reading.Scalar;
import dev.tidemark.ingest.reading.UnreadableException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHogTest {

    private final PostHog posthog = new PostHog(List.of("properties.revenue", "properties.value"), IpPrivacy.TRUNCATE);

    @Test
    void aBatchIsReadWithItsKeyAndItsSendTime() throws UnreadableException {
        PostHog.Captured captured = read("""
                {"api_key":"k","sent_at":"2026-11-22T01:02:00Z","batch":[
                 {"event":"Paid","uuid":"a-1","distinct_id":"u","timestamp":"2026-11-22T01:01:30Z",
                  "properties":{"revenue":9.99,"$ip":"203.0.113.7","token":"k","cart":{"items":3}}},
                 7]}""");
        assertThat(captured.key()).contains("k");
        assertThat(captured.uuids()).containsExactly("a-1", null);
        EnvelopeDraft envelope = captured.drafts().get(0);
        assertThat(envelope.deviceId()).isEqualTo("u");
        assertThat(envelope.sentAt()).isEqualTo("2026-11-22T01:02:00Z");
        EventDraft event = (EventDraft) envelope.events().get(0);
        assertThat(event.id()).isEqualTo("a-1");
        assertThat(event.type()).isEqualTo("Paid");
        assertThat(event.occurredAt()).isEqualTo("2026-11-22T01:01:30Z");
        assertThat(event.valueMicros()).isEqualTo(9_990_000);
        assertThat(event.attributes())
                .as("the project's key, which browsers put among the properties, is kept nowhere")
                .containsOnlyKeys("revenue", "cart.items", "ip");
        assertThat(event.attributes().get("ip").text()).isEqualTo("203.0.113.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"api_key":"k","event":"e","distinct_id":"d"}
            {"token":"k","event":"e","distinct_id":"d"}
            {"event":"e","properties":{"token":"k","distinct_id":"d"}}
            [{"event":"e","distinct_id":"d","properties":{"token":"k"}}]
            {"$token":"k","event":"e","$distinct_id":"d"}
            """)
    void oneEventAndAnArrayAreBodiesTooAndEachHasItsPlaceForTheKey(String body) throws UnreadableException {
        PostHog.Captured captured = read(body);
        assertThat(captured.key()).contains("k");
        assertThat(captured.drafts()).singleElement().satisfies(envelope -> {
            assertThat(envelope.deviceId()).isEqualTo("d");
            assertThat(envelope.events()).hasSize(1);
        });
    }

    @Test
    void theDeviceIsTheBrowsersWhoeverUsesIt() throws UnreadableException {
        assertThat(read("{\"event\":\"e\",\"distinct_id\":\"u\",\"properties\":{\"$device_id\":\"d\"}}")
                        .drafts()
                        .get(0)
                        .deviceId())
                .isEqualTo("d");
    }

    @Test
    void theTimeOfTheAttemptGoesBeforeTheBodysAndATrueTimeWantsNone() throws UnreadableException {
        PostHog.Captured captured = posthog.read(utf8("""
                {"created_at":"2026-11-22T01:00:00Z","sent_at":"2026-11-22T01:00:00Z","batch":[
                 {"event":"a","uuid":"1","distinct_id":"d","options":{}},
                 {"event":"b","uuid":"2","distinct_id":"d","options":{"disable_skew_correction":true}}]}"""), Scalar.string("2026-11-22T01:05:00Z"));
        assertThat(captured.drafts()).extracting(EnvelopeDraft::sentAt).containsExactly("2026-11-22T01:05:00Z", null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"event":"e","timestamp":"yesterday"}          | INVALID_TIME
            {"event":"e","timestamp":true}                 | INVALID_TIME
            {"event":"e","properties":{"revenue":""}}      | INVALID_VALUE
            {"event":7}                                    | INVALID_TYPE
            {"uuid":7,"event":"e"}                         | INVALID_ID
            """)
    void whatIsThereAndWrongIsNeverTakenForMissing(String event, String code) throws UnreadableException {
        assertThat(read("{\"distinct_id\":\"d\"," + event.substring(1))
                        .drafts()
                        .get(0)
                        .events()
                        .get(0))
                .isInstanceOfSatisfying(
                        RejectedEvent.class,
                        rejected -> assertThat(rejected.code().name()).isEqualTo(code));
    }

    @Test
    void whatABrowserWrapsForABeaconIsUnwrapped() throws UnreadableException {
        byte[] json = utf8("{\"api_key\":\"k\",\"batch\":[{\"event\":\"e?>\",\"distinct_id\":\"d\"}]}");
        String form = "data=" + URLEncoder.encode(Base64.getEncoder().encodeToString(json), StandardCharsets.UTF_8);
        assertThat(Wrapping.off(utf8(form))).isEqualTo(json);
        assertThat(Wrapping.off(utf8(form + "&ver=1"))).isEqualTo(json);
        assertThat(Wrapping.off(json)).isEqualTo(json);
        assertThatThrownBy(() -> Wrapping.off(utf8("data=%%%"))).isInstanceOf(UnreadableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "{\"batch\":7}", "{\"batch\":[]} {}", "[7,"})
    void aBodyThatIsNoEventIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(UnreadableException.class);
    }

    private PostHog.Captured read(String body) throws UnreadableException {
        return posthog.read(utf8(body), ForeignField.MISSING);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
