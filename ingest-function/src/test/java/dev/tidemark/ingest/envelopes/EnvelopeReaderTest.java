package dev.tidemark.ingest.envelopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.EventDraft;
import dev.tidemark.ingest.model.Ignored;
import dev.tidemark.ingest.model.ReadEvent;
import dev.tidemark.ingest.model.RejectCode;
import dev.tidemark.ingest.model.RejectedEvent;
import dev.tidemark.ingest.model.SizeLimits;
import dev.tidemark.ingest.reading.EventBudget;
import dev.tidemark.ingest.reading.UnreadableException;
import dev.tidemark.ingest.reading.UnreadableException.Reason;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {

    private static final String GOOD = "{\"id\":\"e1\",\"type\":\"t\"}";

    @Test
    void anEnvelopeIsReadWhole() throws UnreadableException {
        EnvelopeDraft draft = read("""
                {"deviceId":"d-17","sentAt":"2026-11-22T01:02:03.456Z","unknown":{"a":[1,{}]},
                 "clock":{"sentAt":"a","receivedAt":"b","respondedAt":"c","gotAt":"d"},
                 "events":[{"id":"e1","type":"ad_click","occurredAt":"2026-11-22T01:01:58.001Z","value":1.25,
                   "attributes":{"campaign":"c7","n":3.0,"paid":true,"none":null},"unknown":[[]]}]}
                """);
        Ignored ignored = new Ignored();
        ignored.add("", "unknown");
        ignored.add("events[].", "unknown");
        assertThat(draft)
                .usingRecursiveComparison()
                .isEqualTo(new EnvelopeDraft(
                        "d-17",
                        "2026-11-22T01:02:03.456Z",
                        new LoggedEnvelope.EchoedExchange("a", "b", "c", "d"),
                        EventTime.ABSENT,
                        List.of(new EventDraft(
                                "e1",
                                "ad_click",
                                "2026-11-22T01:01:58.001Z",
                                1_795_309_318_001L,
                                1_250_000,
                                Map.of(
                                        "campaign", Attribute.string("c7"),
                                        "n", Attribute.number("3"),
                                        "paid", Attribute.bool(true)))),
                        ignored));
    }

    @Test
    void theStampsMayComeAfterTheEvents() throws UnreadableException {
        EnvelopeDraft draft = read("{\"events\":[" + GOOD + "],\"sentAt\":\"x\",\"deviceId\":\"d\"}");
        assertThat(draft.sentAt()).isEqualTo("x");
        assertThat(draft.deviceId()).isEqualTo("d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[1]", "{}", "\"\"", "\"\\u0000\"", "\"\\ud800\""})
    void aStampThatCannotBeKeptIsNone(String sentAt) throws UnreadableException {
        assertThat(read("{\"deviceId\":\"d\",\"sentAt\":" + sentAt + ",\"events\":[" + GOOD + "]}")
                        .sentAt())
                .isNull();
    }

    @Test
    void aStampThatCannotBeReadIsKeptAsItCame() throws UnreadableException {
        assertThat(read("{\"deviceId\":\"d\",\"sentAt\":1700000000,\"events\":[" + GOOD + "]}")
                        .sentAt())
                .isEqualTo("1700000000");
    }

    @Test
    void anEnvelopesOwnArrivalCountsInReplayModeOnly() throws UnreadableException {
        byte[] text =
                utf8("{\"deviceId\":\"d\",\"receivedAt\":\"2015-07-15T00:00:10.000Z\",\"events\":[" + GOOD + "]}");
        assertThat(new EnvelopeReader(true)
                        .read(text, 0, text.length, new EventBudget())
                        .receivedAtMillis())
                .isEqualTo(1_436_918_410_000L);
        assertThat(new EnvelopeReader(false)
                        .read(text, 0, text.length, new EventBudget())
                        .receivedAtMillis())
                .isEqualTo(EventTime.ABSENT);
    }

    static Stream<Arguments> eventsAtTheirEdges() {
        return Stream.of(
                // ids and types: 1 to 128 characters
                arguments(event("\"id\":\"\",\"type\":\"t\""), RejectCode.INVALID_ID),
                arguments(event("\"id\":\"x\",\"type\":\"\""), RejectCode.INVALID_TYPE),
                arguments(event("\"id\":\"" + "x".repeat(128) + "\",\"type\":\"t\""), null),
                arguments(event("\"id\":\"" + "x".repeat(129) + "\",\"type\":\"t\""), RejectCode.INVALID_ID),
                arguments(event("\"id\":\"" + "𝄞".repeat(128) + "\",\"type\":\"t\""), null),
                arguments(event("\"id\":\"" + "𝄞".repeat(129) + "\",\"type\":\"t\""), RejectCode.INVALID_ID),
                arguments(event("\"id\":\"x\",\"type\":\"" + "t".repeat(128) + "\""), null),
                arguments(event("\"id\":\"x\",\"type\":\"" + "t".repeat(129) + "\""), RejectCode.INVALID_TYPE),
                arguments(event("\"type\":\"t\""), RejectCode.INVALID_ID),
                arguments(event("\"id\":\"x\""), RejectCode.INVALID_TYPE),
                arguments(event("\"id\":null,\"type\":\"t\""), RejectCode.INVALID_ID),
                arguments(event("\"id\":7,\"type\":\"t\""), RejectCode.INVALID_ID),
                arguments(event("\"id\":[\"x\"],\"type\":\"t\""), RejectCode.INVALID_ID),
                arguments(event("\"id\":\"a\\tb\",\"type\":\"t\""), RejectCode.INVALID_ID),
                arguments(event("\"id\":\"a\\u007fb\",\"type\":\"t\""), RejectCode.INVALID_ID),
                arguments(event("\"id\":\"\\ud800\",\"type\":\"t\""), RejectCode.INVALID_ID),
                arguments(event("\"id\":\"\\udc00\\ud800\",\"type\":\"t\""), RejectCode.INVALID_ID),
                arguments(event("\"id\":\"\\ud834\\udd1e\",\"type\":\"t\""), null),
                arguments(event("\"id\":\"x\",\"type\":\"a\\u0085\""), RejectCode.INVALID_TYPE),
                // occurredAt
                arguments(good("\"occurredAt\":null"), null),
                arguments(good("\"occurredAt\":\"2026-11-22T01:01:58Z\""), null),
                arguments(good("\"occurredAt\":\"2026-11-22T02:01:58.123456789+01:00\""), null),
                arguments(good("\"occurredAt\":\"2026-11-22\""), RejectCode.INVALID_TIME),
                arguments(good("\"occurredAt\":\"2026-02-30T00:00:00Z\""), RejectCode.INVALID_TIME),
                arguments(good("\"occurredAt\":\"\""), RejectCode.INVALID_TIME),
                arguments(good("\"occurredAt\":1700000000"), RejectCode.INVALID_TIME),
                arguments(good("\"occurredAt\":{\"a\":1}"), RejectCode.INVALID_TIME),
                // value: 12 integer and 6 fraction digits
                arguments(good("\"value\":null"), null),
                arguments(good("\"value\":999999999999.999999"), null),
                arguments(good("\"value\":-999999999999.999999"), null),
                arguments(good("\"value\":1000000000000"), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":0.0000001"), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":0.1000000000000"), null),
                arguments(good("\"value\":1e11"), null),
                arguments(good("\"value\":1e12"), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":1e-6"), null),
                arguments(good("\"value\":1e-7"), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":1e2147483647"), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":1e999999999999"), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":1e-2147483647"), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":" + "9".repeat(2_000)), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":\"1\""), null),
                arguments(good("\"value\":\"\""), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":\" 1\""), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":\"0x1\""), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":\"\",\"value\":3"), null),
                arguments(good("\"value\":3,\"value\":\"\""), RejectCode.INVALID_VALUE),
                arguments(good("\"occurredAt\":1795309318001"), null),
                arguments(good("\"occurredAt\":17953093180011"), RejectCode.INVALID_TIME),
                arguments(good("\"occurredAt\":1795309318001.0"), RejectCode.INVALID_TIME),
                arguments(good("\"occurredAt\":\"1795309318001\""), RejectCode.INVALID_TIME),
                arguments(good("\"attributes\":{\"a\":[],\"a\":1}"), null),
                arguments(good("\"attributes\":{\"a\":1,\"a\":[]}"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":7,\"attributes\":{}"), null),
                arguments(good("\"value\":true"), RejectCode.INVALID_VALUE),
                arguments(good("\"value\":[1]"), RejectCode.INVALID_VALUE),
                // attributes: 64 scalars, names of 128, strings of 1,024 characters
                arguments(good("\"attributes\":null"), null),
                arguments(good("\"attributes\":{}"), null),
                arguments(good("\"attributes\":" + attributes(64)), null),
                arguments(good("\"attributes\":" + attributes(65)), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":[]"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":\"a\""), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":{\"a\":{\"b\":1}}"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":{\"a\":[]}"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":{\"\":1}"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":{\"" + "n".repeat(128) + "\":1}"), null),
                arguments(good("\"attributes\":{\"" + "n".repeat(129) + "\":1}"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":{\"" + "n".repeat(1_024) + "\":1}"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":{\"a\\nb\":1}"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":{\"\\udfff\":1}"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":{\"\\ud834\\udd1e\":1}"), null),
                arguments(good("\"attributes\":{\"a\":\"" + "s".repeat(1_024) + "\"}"), null),
                arguments(good("\"attributes\":{\"a\":\"" + "s".repeat(1_025) + "\"}"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":{\"a\":\"\"}"), null),
                arguments(good("\"attributes\":{\"a\":\"two\\nlines\"}"), null),
                arguments(good("\"attributes\":{\"a\":\"\\ud800\"}"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":{\"a\":9223372036854775807}"), null),
                arguments(good("\"attributes\":{\"a\":9223372036854775808}"), RejectCode.INVALID_ATTRIBUTES),
                arguments(good("\"attributes\":{\"a\":1e999999999999}"), RejectCode.INVALID_ATTRIBUTES),
                // the event as a whole
                arguments("7", RejectCode.INVALID_EVENT),
                arguments("null", RejectCode.INVALID_EVENT),
                arguments("[" + GOOD + "]", RejectCode.INVALID_EVENT),
                arguments("{}", RejectCode.INVALID_ID),
                arguments(eventOfBytes(SizeLimits.EVENT_BYTES), null),
                arguments(eventOfBytes(SizeLimits.EVENT_BYTES + 1), RejectCode.TOO_LARGE),
                arguments(good("\"unknown\":" + "8".repeat(SizeLimits.EVENT_BYTES)), RejectCode.TOO_LARGE));
    }

    @ParameterizedTest
    @MethodSource("eventsAtTheirEdges")
    void anEventIsJudgedAloneAndItsNeighboursStay(String event, RejectCode code) throws UnreadableException {
        List<ReadEvent> events = read("{\"deviceId\":\"d\",\"events\":[{\"id\":\"before\",\"type\":\"t\"},\n" + event
                        + ",\n{\"id\":\"after\",\"type\":\"t\",\"value\":2}]}")
                .events();
        assertThat(events).hasSize(3);
        assertThat(events.get(0)).isEqualTo(draft("before", Micros.NONE));
        assertThat(events.get(2)).isEqualTo(draft("after", 2_000_000));
        if (code == null) {
            assertThat(events.get(1)).isInstanceOf(EventDraft.class);
        } else {
            assertThat(events.get(1))
                    .isInstanceOfSatisfying(RejectedEvent.class, rejected -> assertThat(rejected.code())
                            .isEqualTo(code));
        }
    }

    @Test
    void aRejectedEventKeepsItsIdWhereverThatStands() throws UnreadableException {
        ReadEvent event = read("{\"deviceId\":\"d\",\"events\":[{\"value\":true,\"type\":\"t\",\"id\":\"late\"}]}")
                .events()
                .get(0);
        assertThat(event)
                .isEqualTo(new RejectedEvent(
                        "late",
                        RejectCode.INVALID_VALUE,
                        "value is no number within its bounds: not a decimal number"));
    }

    @Test
    void theDetailShowsAStrangersTextShortAndPrintable() throws UnreadableException {
        ReadEvent event = read("{\"deviceId\":\"d\",\"events\":["
                        + good("\"occurredAt\":\"\\u0007" + "z".repeat(500) + "\"") + "]}")
                .events()
                .get(0);
        assertThat(((RejectedEvent) event).detail()).startsWith("occurredAt '." + "z".repeat(39) + "…' is ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | DEVICE",
                "{\"deviceId\":\"d\"} | ENVELOPE",
                "{\"deviceId\":\"d\",\"events\":[]} | ENVELOPE",
                "{\"deviceId\":\"d\",\"events\":{}} | ENVELOPE",
                "{\"deviceId\":\"d\",\"events\":null} | ENVELOPE",
                "{\"deviceId\":\"\",\"events\":[{}]} | DEVICE",
                "{\"deviceId\":7,\"events\":[{}]} | DEVICE",
                "{\"deviceId\":null,\"events\":[{}]} | DEVICE",
                "{\"deviceId\":\"a\\u0001\",\"events\":[{}]} | DEVICE",
                "{\"events\":[{}]} | DEVICE",
                "{\"deviceId\":\"d\",\"events\":[{}],\"events\":[{}]} | ENVELOPE",
                "{\"deviceId\":\"d\",\"events\":[{}]} {} | ENVELOPE",
                "[] | ENVELOPE",
                "null | ENVELOPE",
                "\"text\" | ENVELOPE",
                "{ | SYNTAX",
                "{\"deviceId\":\"d\",\"events\":[{} | SYNTAX",
                "{\"deviceId\":\"d\",\"events\":[{\"id\":NaN}]} | SYNTAX",
                "{\"deviceId\":\"d\",\"events\":[{\"id\":01}]} | SYNTAX",
                "{\"deviceId\":\"d\",\"events\":[{}],} | SYNTAX",
                "{'deviceId':'d'} | SYNTAX",
                "{\"deviceId\":\"d\",\"events\":[{}]} // comment | SYNTAX",
                "garbage | SYNTAX",
            })
    void whatIsNoEnvelopeIsRefusedWhole(String text, Reason reason) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        UnreadableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void aSyntaxErrorNamesItsPlace() {
        assertThatThrownBy(() -> read("{\"deviceId\":\"d\",\n  \"events\": oops}"))
                .isInstanceOfSatisfying(UnreadableException.class, e -> {
                    assertThat(e.line()).isEqualTo(2);
                    assertThat(e.column()).isBetween(13, 17);
                });
    }

    @Test
    void nestingIsBounded() throws UnreadableException {
        int envelopeEventsEvent = 3;
        int most = SizeLimits.NESTING - envelopeEventsEvent;
        read("{\"deviceId\":\"d\",\"events\":[" + good("\"x\":" + "[".repeat(most) + "]".repeat(most)) + "]}");
        assertThatThrownBy(() -> read("{\"deviceId\":\"d\",\"events\":["
                        + good("\"x\":" + "[".repeat(most + 1) + "]".repeat(most + 1)) + "]}"))
                .isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> read("[".repeat(1_000_000))).isInstanceOf(UnreadableException.class);
    }

    @Test
    void fieldNamesAreBounded() {
        assertThatThrownBy(() -> read("{\"deviceId\":\"d\",\"" + "n".repeat(1_100) + "\":1,\"events\":[" + GOOD + "]}"))
                .isInstanceOfSatisfying(
                        UnreadableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SYNTAX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void otherEncodingsThanUtf8AreRefused(String charset) {
        byte[] text = ("{\"deviceId\":\"d\",\"events\":[" + GOOD + "]}").getBytes(Charset.forName(charset));
        assertThatThrownBy(() -> new EnvelopeReader(false).read(text, 0, text.length, new EventBudget()))
                .isInstanceOfSatisfying(
                        UnreadableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SYNTAX));
    }

    @Test
    void aBodyHasAtMostAThousandEvents() throws UnreadableException {
        String thousand = IntStream.range(0, 1_000).mapToObj(i -> GOOD).collect(Collectors.joining(","));
        assertThat(read("{\"deviceId\":\"d\",\"events\":[" + thousand + "]}").events())
                .hasSize(1_000);
        assertThatThrownBy(() -> read("{\"deviceId\":\"d\",\"events\":[" + thousand + "," + GOOD + "]}"))
                .isInstanceOfSatisfying(
                        UnreadableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_EVENTS));
    }

    private static EventDraft draft(String id, long valueMicros) {
        return new EventDraft(id, "t", null, EventTime.ABSENT, valueMicros, Map.of());
    }

    private static String event(String fields) {
        return "{" + fields + "}";
    }

    private static String good(String field) {
        return "{\"id\":\"e\",\"type\":\"t\"," + field + "}";
    }

    private static String attributes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"a" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String eventOfBytes(int bytes) {
        String empty = good("\"unknown\":\"\"");
        return good("\"unknown\":\"" + "x".repeat(bytes - empty.length()) + "\"");
    }

    private static EnvelopeDraft read(String text) throws UnreadableException {
        byte[] bytes = utf8(text);
        return new EnvelopeReader(false).read(bytes, 0, bytes.length, new EventBudget());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
