package dev.tidemark.ingest.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.EventDraft;
import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.IpPrivacy;
import dev.tidemark.ingest.reading.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentTest {

    private final Segment segment = new Segment(List.of("properties.revenue"), IpPrivacy.TRUNCATE);

    @Test
    void aSegmentBatchOfSeveralDevicesBecomesSeveralEnvelopes() throws UnreadableException {
        Batch batch = segment.read(utf8("""
                        {"writeKey":"k","sentAt":"2026-11-22T01:02:00Z","context":{"ip":"203.0.113.7"},"batch":[
                         {"type":"track","event":"Paid","messageId":"1","anonymousId":"a","properties":{"revenue":9.99,"sku":"x"}},
                         {"type":"track","event":"Paid","messageId":"2","context":{"device":{"id":"b"},"ip":"2001:db8:1:2::3"}},
                         {"type":"screen","name":"Map","messageId":"3","userId":"a","timestamp":"2026-11-22T01:01:00Z",
                          "originalTimestamp":"2026-11-22T01:01:30Z"}]}
                        """), "batch", Attempt.FIRST);
        assertThat(batch.key()).contains("k");
        List<EnvelopeDraft> drafts = batch.drafts();
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
                        "track",
                        Attempt.FIRST)
                .drafts()
                .get(0)
                .events()
                .get(0);
        assertThat(event.attributes()).containsOnlyKeys("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "", "{\"a\":", "[]", "{} {}", "{\"batch\":7}", "{\"batch\":[],\"batch\":[]}"})
    void aBodyThatIsNoBatchIsRefused(String body) {
        assertThatThrownBy(() -> segment.read(utf8(body), "batch", Attempt.FIRST))
                .isInstanceOf(UnreadableException.class);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
