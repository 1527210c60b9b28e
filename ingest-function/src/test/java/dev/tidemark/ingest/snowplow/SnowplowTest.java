package dev.tidemark.ingest.snowplow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.EventDraft;
import dev.tidemark.ingest.model.ReadEvent;
import dev.tidemark.ingest.model.RejectedEvent;
import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.IpPrivacy;
import dev.tidemark.ingest.reading.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnowplowTest {

    private static final String ORDER =
            "{\"schema\":\"iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0\","
                    + "\"data\":{\"schema\":\"iglu:com.example/order_completed/jsonschema/1-0-2\","
                    + "\"data\":{\"value\":1.25,\"cart\":{\"items\":3}}}}";
    private static final String CONTEXTS =
            "{\"schema\":\"iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0\",\"data\":["
                    + "{\"schema\":\"iglu:com.example/cart/jsonschema/1-0-0\",\"data\":{\"items\":7}},"
                    + "{\"schema\":\"iglu:com.snowplowanalytics.snowplow/client_session/jsonschema/1-0-2\","
                    + "\"data\":{\"userId\":\"phone-1\",\"sessionIndex\":4}}]}";

    private final Snowplow snowplow =
            new Snowplow(List.of("se_va", "tr_tt", "data.value", "data.revenue"), IpPrivacy.TRUNCATE);

    @Test
    void aStructuredEventIsOfTheTypeThatItsActionIs() throws UnreadableException {
        EnvelopeDraft envelope = one("""
                {"e":"se","se_ca":"shop","se_ac":"Order Completed","se_la":"l","se_va":"2.50","eid":"e1","duid":"d-1",
                 "uid":"u1","aid":"shop","p":"web","dtm":"1795984279328","stm":"1795984279359","ip":"203.0.113.7"}""");
        assertThat(envelope.deviceId()).isEqualTo("d-1");
        assertThat(envelope.sentAt()).isEqualTo("2026-11-29T20:31:19.359Z");
        EventDraft event = event(envelope);
        assertThat(event.id()).isEqualTo("e1");
        assertThat(event.type()).isEqualTo("Order Completed");
        assertThat(event.occurredAt()).isEqualTo("2026-11-29T20:31:19.328Z");
        assertThat(event.valueMicros()).isEqualTo(2_500_000);
        assertThat(texts(event))
                .containsOnly(
                        "se_category=shop",
                        "se_label=l",
                        "user_id=u1",
                        "app_id=shop",
                        "platform=web",
                        "ip=203.0.113.0");
    }

    @Test
    void aSelfDescribingEventIsOfTheTypeThatItsSchemaIsCalledPlainOrInBase64() throws UnreadableException {
        for (String field : List.of(field("ue_pr", ORDER), base64("ue_px", ORDER))) {
            EventDraft event = event(one("{\"e\":\"ue\",\"eid\":\"e1\",\"duid\":\"d\"," + field + "}"));
            assertThat(event.type()).isEqualTo("order_completed");
            assertThat(event.valueMicros()).isEqualTo(1_250_000);
            assertThat(texts(event)).containsExactly("value=1.25", "cart.items=3");
        }
    }

    @Test
    void contextsBecomeAttributesBehindTheirNamesPlainOrInBase64() throws UnreadableException {
        for (String field : List.of(field("co", CONTEXTS), base64("cx", CONTEXTS))) {
            EventDraft event =
                    event(one("{\"e\":\"pv\",\"eid\":\"e1\",\"duid\":\"d\",\"url\":\"https://a/b\"," + field + "}"));
            assertThat(event.type()).isEqualTo("page_view");
            assertThat(texts(event))
                    .containsExactly(
                            "page_url=https://a/b",
                            "cart.items=7",
                            "client_session.userId=phone-1",
                            "client_session.sessionIndex=4");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "duid":"d","nuid":"n","uid":"u" | true  | d
            "nuid":"n","uid":"u"            | true  | phone-1
            "nuid":"n","uid":"u"            | false | n
            "uid":"u"                       | false | u
            """)
    void theDeviceIsTheBrowsersElseThePhonesElseTheNetworksElseTheUser(String ids, boolean session, String device)
            throws UnreadableException {
        String contexts = session ? "," + field("co", CONTEXTS) : "";
        assertThat(one("{\"e\":\"pv\",\"eid\":\"e1\"," + ids + contexts + "}").deviceId())
                .isEqualTo(device);
    }

    @Test
    void aTrueTimeIsCorrectedByNothing() throws UnreadableException {
        EnvelopeDraft envelope = one("""
                {"e":"pv","eid":"e1","duid":"d","dtm":"1795984279328","ttm":"1795984270000","stm":"1795984279359"}""");
        assertThat(event(envelope).occurredAt()).isEqualTo("2026-11-29T20:31:10.000Z");
        assertThat(envelope.sentAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"e":"pv","dtm":"yesterday"}          | INVALID_TIME  | the time is no instant 'yesterday'
            {"e":"pv","dtm":"-5"}                 | INVALID_TIME  | the time is no instant '-5'
            {"e":"se","se_ac":"a","se_va":"many"} | INVALID_VALUE | the value 'many'
            {"e":"se"}                            | INVALID_TYPE  | the type is missing
            {"dtm":"1795984279328"}               | INVALID_TYPE  | the type is missing
            {"e":"ue"}                            | INVALID_TYPE  | the type is missing
            {"e":"ue","ue_px":"%%%"}              | INVALID_EVENT | ue_px is no base64 for URLs
            {"e":"ue","ue_pr":"{"}                | INVALID_EVENT | ue_pr:
            {"e":"pv","co":"[]"}                  | INVALID_EVENT | co: the body is no object
            {"e":"pv","co":5}                     | INVALID_EVENT | co is no string
            """)
    void whatIsThereAndWrongIsNeverTakenForMissing(String payload, String code, String detail)
            throws UnreadableException {
        ReadEvent event =
                one("{\"duid\":\"d\"," + payload.substring(1)).events().get(0);
        assertThat(event).isInstanceOfSatisfying(RejectedEvent.class, rejected -> {
            assertThat(rejected.code().name()).isEqualTo(code);
            assertThat(rejected.detail()).startsWith(detail);
        });
    }

    @Test
    void aPayloadWithoutIdIsTheSameInTheNextAttempt() throws UnreadableException {
        String payload = "{\"e\":\"pv\",\"duid\":\"d\",\"dtm\":\"1795984279328\",\"stm\":\"%s\"}";
        String first = event(one(payload.formatted("1795984279359"))).id();
        assertThat(event(one(payload.formatted("1795984290000"))).id()).isEqualTo(first);
        assertThat(event(one(payload.formatted("1795984290000").replace("pv", "pp")))
                        .id())
                .isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "[]", "{\"data\":7}", "{\"data\":[]} {}"})
    void aBodyThatIsNoPayloadDataIsRefused(String body) {
        assertThatThrownBy(() -> snowplow.read(utf8(body))).isInstanceOf(UnreadableException.class);
    }

    private EnvelopeDraft one(String payload) throws UnreadableException {
        Batch batch = snowplow.read(
                utf8("{\"schema\":\"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4\",\"data\":["
                        + payload + "]}"));
        assertThat(batch.drafts()).hasSize(1);
        return batch.drafts().get(0);
    }

    private static EventDraft event(EnvelopeDraft envelope) {
        return (EventDraft) envelope.events().get(0);
    }

    private static List<String> texts(EventDraft event) {
        return event.attributes().entrySet().stream()
                .map(attribute ->
                        attribute.getKey() + "=" + attribute.getValue().text())
                .toList();
    }

    private static String field(String name, String json) {
        return "\"" + name + "\":\"" + json.replace("\"", "\\\"") + "\"";
    }

    private static String base64(String name, String json) {
        return "\"" + name + "\":\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(json)) + "\"";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
