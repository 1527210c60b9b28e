package dev.tidemark.ingest.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.DeadBand;
import dev.tidemark.domain.view.IngestPolicy;
import dev.tidemark.ingest.model.BatchVerdict;
import dev.tidemark.ingest.model.Envelope;
import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.model.EventDraft;
import dev.tidemark.ingest.model.Judge;
import dev.tidemark.ingest.model.RejectCode;
import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsTest {

    private final CloudEvents cloudEvents = new CloudEvents(List.of("data.value"));

    @Test
    void aCloudEventMapsOntoAnEnvelope() throws UnreadableException {
        EnvelopeDraft draft =
                cloudEvents.readStructured(utf8("""
                                {"specversion":"1.0","id":"e1","source":"/phones/17","type":"click","subject":"s",
                                 "time":"2026-11-22T01:01:58Z","sentat":"2026-11-22T01:02:00Z","traceparent":"00-x",
                                 "data":{"value":1.5,"page":"p","deep":{"er":true},"list":[1]}}
                                """), false).drafts().get(0);
        assertThat(draft.deviceId()).isEqualTo("/phones/17");
        assertThat(draft.sentAt()).isEqualTo("2026-11-22T01:02:00Z");
        assertThat(draft.events())
                .containsExactly(new EventDraft(
                        "e1",
                        "click",
                        "2026-11-22T01:01:58Z",
                        1_795_309_318_000L,
                        1_500_000,
                        Map.of(
                                "subject", Attribute.string("s"),
                                "page", Attribute.string("p"),
                                "deep.er", Attribute.bool(true))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"source\":\"d\",\"type\":\"t\"} | INVALID_ID",
                "{\"source\":\"d\",\"id\":\"a\"} | INVALID_TYPE",
                "{\"id\":\"a\",\"type\":\"t\"} | INVALID_DEVICE",
                "{\"source\":\"d\",\"id\":\"a\",\"type\":\"t\",\"time\":\"now\"} | INVALID_TIME",
                "{\"source\":\"d\",\"id\":\"a\",\"type\":\"t\",\"data\":{\"value\":1e-9}} | INVALID_VALUE",
                "7 | INVALID_EVENT",
            })
    void aBadCloudEventIsRejectedAloneInItsBatch(String event, RejectCode code) throws UnreadableException {
        Batch batch = cloudEvents.readStructured(
                utf8("[{\"source\":\"d\",\"id\":\"good\",\"type\":\"t\"}," + event + "]"), true);
        BatchVerdict verdict = batch.verdict(verdicts(batch));
        assertThat(verdict.accepted()).isEqualTo(1);
        assertThat(verdict.rejected()).singleElement().satisfies(rejection -> {
            assertThat(rejection.index()).isEqualTo(1);
            assertThat(rejection.rejected().code()).isEqualTo(code);
        });
    }

    @Test
    void verdictsGoBackToTheBatchsOwnPlaces() throws UnreadableException {
        Batch batch = cloudEvents.readStructured(
                utf8("[{\"source\":\"a\",\"id\":\"0\",\"type\":\"t\"},{\"source\":\"b\",\"id\":\"1\",\"type\":\"t\"},"
                        + "{\"source\":\"a\",\"id\":\"2\"},{\"source\":\"a\",\"id\":\"3\",\"type\":\"t\"}]"),
                true);
        List<EnvelopeVerdict> verdicts = verdicts(batch);
        verdicts.get(0).unacknowledged().set(1);
        BatchVerdict verdict = batch.verdict(verdicts);
        assertThat(verdict.accepted()).isEqualTo(2);
        assertThat(verdict.rejected()).extracting(Envelope.RejectedAt::index).containsExactly(2);
        assertThat(verdict.retry()).containsExactly(new EnvelopeVerdict.EventToRetry(3, "3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "", "{\"a\":", "{}", "[] []"})
    void aBodyThatIsNoBatchIsRefused(String body) {
        assertThatThrownBy(() -> cloudEvents.readStructured(utf8(body), true)).isInstanceOf(UnreadableException.class);
    }

    /** {@code printf /phones | sha256sum} begins with a1ec3c9641cac4a0. */
    @Test
    void sourceAndIdTogetherAreTheIdentity() throws UnreadableException {
        Batch batch = cloudEvents.readStructured(
                utf8("[{\"source\":\"/phones\",\"deviceid\":\"d\",\"id\":\"1\",\"type\":\"t\"},"
                        + "{\"source\":\"/orders\",\"deviceid\":\"d\",\"id\":\"1\",\"type\":\"t\"},"
                        + "{\"source\":\"/orders\",\"deviceid\":\"d\",\"id\":\"" + "1".repeat(128)
                        + "\",\"type\":\"t\"},"
                        + "{\"source\":\"d\",\"id\":\"1\",\"type\":\"t\"}]"),
                true);
        List<String> ids = batch.drafts().get(0).events().stream()
                .map(event -> ((EventDraft) event).id())
                .toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize(4);
        assertThat(ids.get(0)).isEqualTo("1@a1ec3c9641cac4a0");
        assertThat(ids.get(2)).hasSize(32);
        assertThat(ids.get(3)).isEqualTo("1");
    }

    private static List<EnvelopeVerdict> verdicts(Batch batch) {
        Judge judge = new Judge(new IngestPolicy(DeadBand.of(Duration.ofSeconds(10)), Duration.ofDays(90)));
        return batch.drafts().stream()
                .map(draft -> EnvelopeVerdict.on(judge.judge(draft, 1_795_309_323_456L), draft.ignored(), false))
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
