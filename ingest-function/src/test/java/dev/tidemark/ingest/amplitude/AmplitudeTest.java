package dev.tidemark.ingest.amplitude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.Attribute;
import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.EventDraft;
import dev.tidemark.ingest.model.ReadEvent;
import dev.tidemark.ingest.model.RejectedEvent;
import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.IpPrivacy;
import dev.tidemark.ingest.reading.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AmplitudeTest {

    private final Amplitude amplitude = new Amplitude(List.of("revenue", "event_properties.value"), IpPrivacy.DROP);

    @Test
    void anEventWithoutAnIdIsTheSameEventWhenItComesAgain() throws UnreadableException {
        String one = "{\"events\":[{\"device_id\":\"d\",\"event_type\":\"t\",\"time\":1795309318000}]}";
        String other = one.replace("318000", "318001");
        assertThat(idOf(one)).isEqualTo(idOf(one)).hasSize(32).isNotEqualTo(idOf(other));
    }

    @Test
    void anAmplitudeEventMapsOntoAnEnvelope() throws UnreadableException {
        Batch batch = amplitude.read(utf8("""
                        {"api_key":"k","client_upload_time":"2026-11-22T01:02:00.000Z","events":[
                         {"device_id":"d","user_id":"u","event_type":"Buy","insert_id":"i","time":1795309318001,
                          "revenue":3.5,"ip":"$remote","event_properties":{"value":1,"sku":"x"},"platform":"iOS"}]}
                        """));
        assertThat(batch.key()).contains("k");
        EnvelopeDraft draft = batch.drafts().get(0);
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

    private String idOf(String body) throws UnreadableException {
        ReadEvent event = amplitude.read(utf8(body)).drafts().get(0).events().get(0);
        assertThat(event).isNotInstanceOf(RejectedEvent.class);
        return ((EventDraft) event).id();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
