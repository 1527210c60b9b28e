package dev.tidemark.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset.Basis;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogRecordCodecTest {

    private static final LogRecordReader READER = new LogRecordReader();
    private static final LogRecordWriter WRITER = new LogRecordWriter();

    /** The example of docs/platform.md. */
    private static final String EXAMPLE = """
            {"kind":"events","deviceId":"d-17","receivedAt":"2026-11-22T01:02:03.456Z","requestId":"r-1",\
            "envelopes":[{"sentAt":"2026-11-22T01:02:01.000Z","offsetMs":2456,"basis":"one-way",\
            "events":[{"id":"e1","type":"ad_click","occurredAt":"2026-11-22T01:01:58.001Z",\
            "eventTime":"2026-11-22T01:01:58.001Z","timeQuality":"trusted",\
            "value":"1.25","attributes":{"campaign":"c7","n":3,"paid":true}}]}]}""";

    private static final LogRecord.Events EXAMPLE_RECORD = new LogRecord.Events(
            "d-17",
            at("2026-11-22T01:02:03.456Z"),
            "r-1",
            List.of(new LoggedEnvelope(
                    "2026-11-22T01:02:01.000Z",
                    null,
                    new ClockOffset(Basis.ONE_WAY, 2456, 0),
                    List.of(new LoggedEvent(
                            "e1",
                            "ad_click",
                            "2026-11-22T01:01:58.001Z",
                            new EventTime(at("2026-11-22T01:01:58.001Z"), TimeQuality.TRUSTED),
                            1_250_000,
                            Map.of(
                                    "campaign", Attribute.string("c7"),
                                    "n", Attribute.number("3"),
                                    "paid", Attribute.bool(true)))))));

    @Test
    void readsTheDocumentedExample() throws Exception {
        assertThat(read(EXAMPLE)).isEqualTo(EXAMPLE_RECORD);
        assertThat(EXAMPLE_RECORD.size()).isEqualTo(1);
    }

    @Test
    void writesTheDocumentedExample() throws Exception {
        assertThat(write(read(EXAMPLE))).isEqualTo(EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"heartbeat\",\"at\":\"2026-11-22T01:02:00.000Z\"}",
                "{\"kind\":\"watermark\",\"at\":\"2026-11-22T01:02:00.000Z\"}",
                "{\"kind\":\"views\",\"version\":\"3fa9c1d2\"}"
            })
    void writesAControlRecordAsItWasRead(String text) throws Exception {
        assertThat(write(read(text))).isEqualTo(text);
    }

    @Test
    void keepsAnExchangeWithItsRawStamps() throws Exception {
        String text = """
                {"kind":"events","deviceId":"d","receivedAt":"2026-11-22T01:02:03.456Z","requestId":"",\
                "envelopes":[{"sentAt":"yesterday","offsetMs":-20,"boundMs":7,\
                "clock":{"sentAt":"t0","receivedAt":"t1","respondedAt":"t2","gotAt":"t3"},"basis":"exchange",\
                "events":[{"id":"e","type":"t","eventTime":"2026-11-22T01:02:03.456Z","timeQuality":"assumed"}]}]}""";

        LoggedEnvelope envelope = ((LogRecord.Events) read(text)).envelopes().get(0);

        assertThat(envelope.exchange()).isEqualTo(new LoggedEnvelope.EchoedExchange("t0", "t1", "t2", "t3"));
        assertThat(envelope.offset()).isEqualTo(new ClockOffset(Basis.EXCHANGE, -20, 7));
        assertThat(write(read(text))).isEqualTo(text);
    }

    @Property(tries = 300)
    void readsEveryRecordAsItWasWritten(@ForAll("records") LogRecord.Events record) throws Exception {
        byte[] bytes = WRITER.write(record);

        assertThat(READER.read(bytes)).isEqualTo(record);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("\n", "\r");
    }

    /** UTF-8 has no bytes for it; a record with something else in its place would be another event. */
    @Test
    void refusesToWriteHalfASurrogatePair() {
        assertThatThrownBy(() -> WRITER.write(new LogRecord.ViewsChanged("v\ud83d")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 100)
    void readsTheWantedAttributesOnly(@ForAll("records") LogRecord.Events record) throws Exception {
        LogRecord.Events read = (LogRecord.Events) new LogRecordReader(Set.of("a", "c")).read(WRITER.write(record));

        List<Map<String, Attribute>> expected = record.envelopes().stream()
                .flatMap(envelope -> envelope.events().stream())
                .map(event -> {
                    Map<String, Attribute> wanted = new LinkedHashMap<>(event.attributes());
                    wanted.keySet().retainAll(Set.of("a", "c"));
                    return wanted;
                })
                .toList();
        assertThat(read.envelopes().stream()
                        .flatMap(envelope -> envelope.events().stream())
                        .map(LoggedEvent::attributes))
                .isEqualTo(expected);
    }

    @Test
    void takesFieldsInAnyOrderAndPassesOverThoseItDoesNotKnow() throws Exception {
        String text = """
                 {"later":[{"deep":[1,{"x":null}]}],"envelopes":[{"new":{},"events":[{"timeQuality":"trusted","new":[],
                "attributes":{"paid":true,"n":3,"campaign":"c7"},"value":"1.25","type":"ad_click","id":"e1",
                "eventTime":"2026-11-22T01:01:58.001Z","occurredAt":"2026-11-22T01:01:58.001Z"}],"basis":"one-way",
                "offsetMs":2456,"sentAt":"2026-11-22T01:02:01.000Z"}],"requestId":"r-1","at":"2026-11-22T01:02:03.456Z",
                "receivedAt":"2026-11-22T01:02:03.456Z","deviceId":"d-17","kind":"events"}""";

        assertThat(read(text)).isEqualTo(EXAMPLE_RECORD);
    }

    @Test
    void takesAnAttributeThatIsNullForMissing() throws Exception {
        LogRecord.Events record = (LogRecord.Events) read(EXAMPLE.replace("\"c7\"", "null"));

        assertThat(record.envelopes().get(0).events().get(0).attributes()).containsOnlyKeys("n", "paid");
    }

    /** Each row alters the example in one place: regular text to find, what to put there, and what the refusal says. */
    @ParameterizedTest(name = "{2}: {0} ⇒ {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"kind\":\"events\",| |kind is missing",
                "\"kind\":\"events\"|\"kind\":\"event\"|kind is no kind of record: 'event'",
                "\"kind\":\"events\"|\"kind\":\"\"|kind is missing",
                "\"kind\":\"events\"|\"kind\":7|kind is no string",
                "\"kind\":\"events\"|\"kind\":\"heartbeat\"|at is missing",
                "\"kind\":\"events\"|\"kind\":\"watermark\"|at is missing",
                "\"kind\":\"events\"|\"kind\":\"watermark\",\"at\":7|at is no string",
                "\"kind\":\"events\"|\"kind\":\"views\"|version is missing",
                "\"deviceId\":\"d-17\",| |deviceId is missing",
                "\"deviceId\":\"d-17\"|\"deviceId\":\"\"|deviceId is missing",
                "\"deviceId\":\"d-17\"|\"deviceId\":null|deviceId is no string",
                "\"receivedAt\":\"2026-11-22T01:02:03.456Z\",| |receivedAt is missing",
                "01:02:03.456Z|01:02:61.456Z|receivedAt is no instant: '2026-11-22T01:02:61.456Z'",
                "2026-11-22T01:02:03|9000-01-01T00:00:00|receivedAt is out of years 1000 to 8999",
                "2026-11-22T01:02:03.456Z|2026-11-22T01:01:58.000Z|event 'e1' has eventTime > receivedAt",
                "\"envelopes\":[{|\"envelopes\":{\"a\":[{|envelopes is no array",
                "\"envelopes\":[{|\"envelopes\":[7,{|envelopes[] is no object",
                "\"envelopes\":[{|\"envelopes\":[],\"other\":[{|no events",
                "\"envelopes\":[{|\"others\":[{|no events",
                "\"sentAt\":\"2026-11-22T01:02:01.000Z\"|\"sentAt\":0|sentAt is no string",
                "\"basis\":\"one-way\",| |envelopes[].basis is no basis: ''",
                "\"basis\":\"one-way\"|\"basis\":\"ONE_WAY\"|envelopes[].basis is no basis: 'ONE_WAY'",
                "\"basis\":\"one-way\"|\"basis\":\"none\"|envelopes[]: an offset without a basis",
                "\"basis\":\"one-way\"|\"basis\":\"exchange\"|envelopes[]: the stamps of an exchange are there if and only if",
                "\"basis\":\"one-way\"|\"basis\":\"one-way\",\"boundMs\":1|envelopes[]: boundMs >= 0, and 0 but for an exchange",
                "\"basis\":\"one-way\"|\"basis\":\"one-way\",\"clock\":[]|clock is no object",
                "\"basis\":\"one-way\"|\"basis\":\"one-way\",\"clock\":{}|clock.sentAt is missing",
                "\"offsetMs\":2456|\"offsetMs\":\"2456\"|offsetMs is no whole number",
                "\"offsetMs\":2456|\"offsetMs\":2456.5|offsetMs is no whole number",
                "\"offsetMs\":2456|\"offsetMs\":9223372036854775808|not JSON",
                "\"events\":[{|\"events\":[],\"other\":[{|no events",
                "\"events\":[{|\"events\":[\"e\",{|events[] is no object",
                "\"id\":\"e1\",| |events[].id is missing",
                "\"id\":\"e1\"|\"id\":\"\"|events[].id is missing",
                "\"id\":\"e1\"|\"id\":1|id is no string",
                "\"type\":\"ad_click\",| |events[].type is missing",
                "\"eventTime\":\"2026-11-22T01:01:58.001Z\",| |events[].eventTime is missing",
                "\"eventTime\":\"2026|\"eventTime\":\"-2026|eventTime is no instant",
                "\"eventTime\":\"2026|\"eventTime\":\"0999|eventTime is out of years 1000 to 8999",
                "\"timeQuality\":\"trusted\",| |events[].timeQuality is missing",
                "\"timeQuality\":\"trusted\"|\"timeQuality\":\"perfect\"|timeQuality is no quality: 'perfect'",
                "\"value\":\"1.25\"|\"value\":1.25|value is no string",
                "\"value\":\"1.25\"|\"value\":\"\"|events[].value '': not a decimal number",
                "\"value\":\"1.25\"|\"value\":\"1.2500001\"|events[].value '1.2500001': more than 6 fraction digits",
                "\"attributes\":{|\"attributes\":7,\"other\":{|attributes is no object",
                "\"n\":3|\"n\":[3]|attributes.n is no string, number or boolean",
                "\"n\":3|\"n\":{}|attributes.n is no string, number or boolean",
                "\"n\":3|\"n\":3,\"n\":null|attributes.n is there twice",
                "\"basis\":|\"clock\":{\"sentAt\":\"a\",\"sentAt\":\"a\"},\"basis\":|clock.sentAt is there twice",
                "\"n\":3|\"n\":NaN|not JSON",
                "\"n\":3|\"n\":03|not JSON",
                "]}]}|]}]|not JSON",
                "]}]}|]}]},|not JSON",
                "]}]}|]}]}{}|more than one JSON value",
                "]}]}|]}]} 7|more than one JSON value",
            })
    void refuses(String find, String replacement, String says) {
        assertThat(EXAMPLE).contains(find);
        String altered = EXAMPLE.replaceFirst(
                java.util.regex.Pattern.quote(find),
                java.util.regex.Matcher.quoteReplacement(replacement == null ? "" : replacement));

        assertThatThrownBy(() -> read(altered))
                .as(altered)
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(says);
        assertThatThrownBy(() -> new LogRecordReader(Set.of("campaign")).read(bytes(altered)))
                .as("whatever attributes are wanted")
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(says);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {"", " ", "7", "[]", "null", "\"{}\"", "not json", "{", "{}", "\u0000\u0000", "\u00ff\u00fe{}"})
    void refusesBytesThatAreNoRecordAtAll(String text) {
        assertThatThrownBy(() -> READER.read(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(MalformedRecordException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    void refusesEveryEncodingButUtf8(String charset) {
        assertThatThrownBy(() -> READER.read(EXAMPLE.getBytes(Charset.forName(charset))))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("not a JSON object in UTF-8");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = bytes(EXAMPLE);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> READER.read(cut)).isInstanceOf(MalformedRecordException.class);
        }
    }

    @Test
    void refusesDeepNestingInsteadOfOverflowingTheStack() {
        String deep = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatThrownBy(() -> read(deep)).isInstanceOf(MalformedRecordException.class);
    }

    @Provide
    Arbitrary<LogRecord.Events> records() {
        Arbitrary<String> names = Arbitraries.strings()
                .withChars("aß漢\"\\/\n\t\u0001 \u2028{}[],:#|")
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(12)
                .map(text -> text + "😀");
        return Combinators.combine(
                        names,
                        Arbitraries.longs().between(at("2020-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z")),
                        names,
                        envelopes(names).list().ofMinSize(1).ofMaxSize(3))
                .as((deviceId, receivedAt, requestId, envelopes) ->
                        new LogRecord.Events(deviceId, receivedAt, requestId, envelopes));
    }

    private static Arbitrary<LoggedEnvelope> envelopes(Arbitrary<String> names) {
        Arbitrary<Attribute> attributes = Arbitraries.oneOf(
                names.map(Attribute::string),
                Arbitraries.bigDecimals()
                        .map(number -> Attribute.number(
                                number.signum() == 0
                                        ? "0"
                                        : number.stripTrailingZeros().toPlainString())),
                Arbitraries.of(true, false).map(Attribute::bool));
        Arbitrary<LoggedEvent> events = Combinators.combine(
                        names,
                        names,
                        names.injectNull(0.2),
                        Arbitraries.longs().between(at("1000-01-01T00:00:00Z"), at("2019-12-31T00:00:00Z")),
                        Arbitraries.of(TimeQuality.class),
                        Arbitraries.longs()
                                .between(-999_999_999_999_999_999L, 999_999_999_999_999_999L)
                                .injectNull(0.2),
                        Arbitraries.maps(Arbitraries.of("a", "b", "c", "d d", "é"), attributes)
                                .ofMaxSize(4))
                .as((id, type, occurredAt, time, quality, value, attributesOfEvent) -> new LoggedEvent(
                        id,
                        type,
                        occurredAt,
                        new EventTime(time, quality),
                        value == null ? Micros.NONE : value,
                        attributesOfEvent));
        Arbitrary<ClockOffset> offsets = Arbitraries.oneOf(
                Arbitraries.just(ClockOffset.none()),
                Arbitraries.longs().map(millis -> new ClockOffset(Basis.ONE_WAY, millis, 0)),
                Arbitraries.longs().map(millis -> new ClockOffset(Basis.EXCHANGE, millis, millis >>> 1)));
        return Combinators.combine(
                        names.injectNull(0.2),
                        offsets,
                        names,
                        events.list().ofMinSize(1).ofMaxSize(4))
                .as((sentAt, offset, stamp, eventsOfEnvelope) -> new LoggedEnvelope(
                        sentAt,
                        offset.basis() == Basis.EXCHANGE
                                ? new LoggedEnvelope.EchoedExchange(stamp, stamp + "1", stamp + "2", stamp + "3")
                                : null,
                        offset,
                        eventsOfEnvelope));
    }

    private static LogRecord read(String text) throws MalformedRecordException {
        return READER.read(bytes(text));
    }

    private static String write(LogRecord record) {
        return new String(WRITER.write(record), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long at(String text) {
        return IsoInstant.parse(text);
    }

    /** Of two members of one name some readers take the first, some the last. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind",
                "deviceId",
                "receivedAt",
                "requestId",
                "envelopes",
                "sentAt",
                "offsetMs",
                "basis",
                "events",
                "id",
                "type",
                "occurredAt",
                "eventTime",
                "timeQuality",
                "value",
                "attributes"
            })
    void refusesAMemberThatIsThereTwice(String name) {
        int at = EXAMPLE.indexOf("\"" + name + "\":");
        String twice = EXAMPLE.substring(0, at) + member(name) + "," + EXAMPLE.substring(at);

        assertThatThrownBy(() -> read(twice))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage(name + " is there twice");
    }

    private static String member(String name) {
        return switch (name) {
            case "envelopes", "events" -> "\"" + name + "\":[]";
            case "attributes" -> "\"attributes\":{}";
            case "offsetMs" -> "\"offsetMs\":1";
            case "receivedAt", "eventTime" -> "\"" + name + "\":\"2026-11-22T01:01:58.001Z\"";
            case "timeQuality" -> "\"timeQuality\":\"trusted\"";
            default -> "\"" + name + "\":\"1\"";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "\\ud83d, false",
        "\\ud83d\\ud83d, false",
        "\\ude00, false",
        "\\ude00\\ud83d, false",
        "\\ud83dx\\ude00, false",
        "\\ud83d\\ude00, true",
        "\\uD83D\\uDE00, true",
        "\\\\ud83d, true",
        "\\\\\\ud83d, false",
        "\\u00e9\\u0000, true",
        "\uFFFD, true",
        "😀, true"
    })
    void refusesHalfOfASurrogatePair(String text, boolean whole) throws Exception {
        byte[] bytes = EXAMPLE.replace("c7", text).getBytes(StandardCharsets.UTF_8);

        assertThat(LogJson.isObjectOnOneLine(bytes)).isEqualTo(whole);
        if (whole) {
            READER.read(bytes);
        } else {
            assertThatThrownBy(() -> READER.read(bytes))
                    .isInstanceOf(MalformedRecordException.class)
                    .hasMessage("an escape is half a surrogate pair");
        }
    }

    /** {@code c0 80} for zero, half a pair as three bytes, five bytes, a byte alone, and one beyond the last character. */
    @ParameterizedTest
    @ValueSource(strings = {"c080", "eda0bd", "f888808080", "ff", "80", "f4908080"})
    void refusesBytesThatAreNotUtf8(String hex) {
        byte[] broken = java.util.HexFormat.of().parseHex(hex);
        byte[] bytes = EXAMPLE.replace("c7", new String(broken, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(LogJson.isObjectOnOneLine(bytes)).isFalse();
        assertThatThrownBy(() -> READER.read(bytes))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("not UTF-8");
    }

    /** One level is the record itself. */
    @ParameterizedTest
    @CsvSource({"63, true", "64, false", "1000, false"})
    void takesARecordThatNestsUpToTheLimit(int nested, boolean taken) throws Exception {
        String deep = "\"more\":" + "[".repeat(nested) + "]".repeat(nested) + ",";
        byte[] bytes = EXAMPLE.replaceFirst("\"kind\"", deep + "\"kind\"").getBytes(StandardCharsets.UTF_8);

        assertThat(LogJson.isObjectOnOneLine(bytes)).isEqualTo(taken);
        if (taken) {
            assertThat(READER.read(bytes)).isEqualTo(EXAMPLE_RECORD);
        } else {
            assertThatThrownBy(() -> READER.read(bytes)).isInstanceOf(MalformedRecordException.class);
        }
    }
}
