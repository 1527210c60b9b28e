package dev.tidemark.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.view.IngestPolicy;
import dev.tidemark.ingest.Verdict;
import dev.tidemark.ingest.envelope.EnvelopeDraft;
import dev.tidemark.ingest.envelope.EventDraft;
import dev.tidemark.ingest.envelope.Judge;
import dev.tidemark.ingest.envelope.ReadEvent;
import dev.tidemark.ingest.envelope.RejectCode;
import dev.tidemark.ingest.envelope.Rejected;
import dev.tidemark.ingest.envelope.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolsTest {

    private final CloudEvents cloudEvents = new CloudEvents(List.of("data.value"));
    private final Segment segment = new Segment(List.of("properties.revenue"), IpPrivacy.TRUNCATE);
    private final Amplitude amplitude = new Amplitude(List.of("revenue", "event_properties.value"), IpPrivacy.DROP);

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

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "", "{\"a\":", "[] []"})
    void aBodyThatIsNoBatchIsRefused(String body) {
        assertThatThrownBy(() -> cloudEvents.readStructured(utf8(body), true)).isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> segment.read(utf8(body + "x"), "batch")).isInstanceOf(UnreadableException.class);
    }

    @Test
    void aSegmentBatchOfSeveralDevicesBecomesSeveralEnvelopes() throws UnreadableException {
        Segment.Body body = segment.read(utf8("""
                        {"writeKey":"k","sentAt":"2026-11-22T01:02:00Z","context":{"ip":"203.0.113.7"},"batch":[
                         {"type":"track","event":"Paid","messageId":"1","anonymousId":"a","properties":{"revenue":9.99,"sku":"x"}},
                         {"type":"track","event":"Paid","messageId":"2","context":{"device":{"id":"b"},"ip":"2001:db8:1:2::3"}},
                         {"type":"screen","name":"Map","messageId":"3","userId":"a","timestamp":"2026-11-22T01:01:00Z",
                          "originalTimestamp":"2026-11-22T01:01:30Z"}]}
                        """), "batch");
        assertThat(body.writeKey()).isEqualTo("k");
        List<EnvelopeDraft> drafts = body.batch().drafts();
        assertThat(drafts).extracting(EnvelopeDraft::deviceId).containsExactly("a", "b");
        EventDraft paid = (EventDraft) drafts.get(0).events().get(0);
        assertThat(paid.type()).isEqualTo("Paid");
        assertThat(paid.valueMicros()).isEqualTo(9_990_000);
        assertThat(paid.attributes().get("ip").text()).isEqualTo("203.0.113.0");
        EventDraft screen = (EventDraft) drafts.get(0).events().get(1);
        assertThat(screen.type()).isEqualTo("screen");
        assertThat(screen.occurredAt()).isEqualTo("2026-11-22T01:01:30Z");
        assertThat(((EventDraft) drafts.get(1).events().get(0))
                        .attributes()
                        .get("ip")
                        .text())
                .isEqualTo("2001:db8:1::");
    }

    @Test
    void anAttributeThatBreaksALimitIsLeftOutAndTheEventStays() throws UnreadableException {
        EventDraft event = (EventDraft) segment.read(
                        utf8("{\"anonymousId\":\"a\",\"event\":\"e\",\"messageId\":\"1\",\"properties\":{\"long\":\""
                                + "x".repeat(2_000) + "\",\"n\":0.30000000000000004,\"ok\":1}}"),
                        "track")
                .batch()
                .drafts()
                .get(0)
                .events()
                .get(0);
        assertThat(event.attributes()).containsOnlyKeys("ok");
    }

    @Test
    void anEventWithoutAnIdIsTheSameEventWhenItComesAgain() throws UnreadableException {
        String one = "{\"events\":[{\"device_id\":\"d\",\"event_type\":\"t\",\"time\":1795309318000}]}";
        String other = one.replace("318000", "318001");
        assertThat(idOf(one)).isEqualTo(idOf(one)).hasSize(32).isNotEqualTo(idOf(other));
    }

    @Test
    void anAmplitudeEventMapsOntoAnEnvelope() throws UnreadableException {
        Amplitude.Body body = amplitude.read(utf8("""
                        {"api_key":"k","client_upload_time":"2026-11-22T01:02:00.000Z","events":[
                         {"device_id":"d","user_id":"u","event_type":"Buy","insert_id":"i","time":1795309318001,
                          "revenue":3.5,"ip":"$remote","event_properties":{"value":1,"sku":"x"},"platform":"iOS"}]}
                        """));
        assertThat(body.apiKey()).isEqualTo("k");
        EnvelopeDraft draft = body.batch().drafts().get(0);
        assertThat(draft.deviceId()).isEqualTo("d");
        assertThat(draft.sentAt()).isEqualTo("2026-11-22T01:02:00.000Z");
        assertThat(draft.events())
                .containsExactly(new EventDraft(
                        "i",
                        "Buy",
                        "2026-11-22T01:01:58.001Z",
                        1_795_309_318_001L,
                        3_500_000,
                        Map.of(
                                "value", Attribute.number("1"),
                                "sku", Attribute.string("x"),
                                "user_id", Attribute.string("u"),
                                "platform", Attribute.string("iOS"))));
    }

    @Test
    void verdictsGoBackToTheBatchsOwnPlaces() throws UnreadableException {
        Batch batch = cloudEvents.readStructured(
                utf8("[{\"source\":\"a\",\"id\":\"0\",\"type\":\"t\"},{\"source\":\"b\",\"id\":\"1\",\"type\":\"t\"},"
                        + "{\"source\":\"a\",\"id\":\"2\"},{\"source\":\"a\",\"id\":\"3\",\"type\":\"t\"}]"),
                true);
        List<Verdict> verdicts = verdicts(batch);
        verdicts.get(0).unacknowledged().set(1);
        BatchVerdict verdict = batch.verdict(verdicts);
        assertThat(verdict.accepted()).isEqualTo(2);
        assertThat(verdict.rejected()).extracting(BatchVerdict.Rejection::index).containsExactly(2);
        assertThat(verdict.retry()).containsExactly(new Verdict.Retry(3, "3"));
    }

    private String idOf(String body) throws UnreadableException {
        ReadEvent event =
                amplitude.read(utf8(body)).batch().drafts().get(0).events().get(0);
        assertThat(event).isNotInstanceOf(Rejected.class);
        return ((EventDraft) event).id();
    }

    private static List<Verdict> verdicts(Batch batch) {
        Judge judge = new Judge(new IngestPolicy(Duration.ofSeconds(10), Duration.ofDays(90)));
        return batch.drafts().stream()
                .map(draft -> Verdict.on(judge.judge(draft, 1_795_309_323_456L)))
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
