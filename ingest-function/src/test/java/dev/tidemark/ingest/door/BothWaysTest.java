package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Encodings.gzip;
import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One request, both ways: over a connection to the plain server, and as the gateway's call of the function. */
@QuarkusTest
@TestProfile(ServiceTest.Limited.class)
@QuarkusTestResource(KinesisForTests.class)
class BothWaysTest {

    @Inject
    PlainServer server;

    @Inject
    MeterRegistry registry;

    Log log;

    /** Stands for the time at which the cases are made: milliseconds since 1970. */
    private static final String THIRTEEN_DIGITS = "of 13 digits";

    private static @Nullable ApiDocument document;

    /** A request of a device, and what is to become of it. */
    private record Case(
            String name, Function<String, Way.Sent> request, int status, String answer, List<String> logged) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(
            String name, Function<String, Way.Sent> request, int status, String answer, String... logged) {
        return new Case(name, request, status, answer, List.of(logged));
    }

    private static Way.Sent binary(String device, String id) {
        return Way.Sent.post("/v1/events", "{\"value\":1}")
                .with("ce-specversion", "1.0")
                .with("ce-id", id)
                .with("ce-source", "//dev/a,7")
                .with("ce-type", "t")
                .with("ce-subject", "Doe, John")
                .with("ce-deviceid", device);
    }

    private static Way.Sent segment(String path, String device, String more) {
        return Way.Sent.post(
                path,
                "{\"anonymousId\":\"" + device + "\",\"messageId\":\"m\",\"event\":\"t\",\"type\":\"track\"" + more
                        + "}");
    }

    private static Way.Sent segmentBatch(String path, String device) {
        return Way.Sent.post(
                path, "{\"batch\":[{\"anonymousId\":\"" + device + "\",\"messageId\":\"m\",\"type\":\"page\"}]}");
    }

    private static Way.Sent encoded(String path, String type, String encoding, byte[] body) {
        return Way.Sent.post(path, body).with("Content-Type", type).with("Content-Encoding", encoding);
    }

    private static byte[] twoHalves(String device, int lastBytes) {
        byte[] first = gzip(lines(device, 0, 20).getBytes(UTF_8));
        byte[] rest = gzip(lines(device, 20, 40).getBytes(UTF_8));
        int kept = lastBytes < 0 ? rest.length : lastBytes;
        byte[] both = Arrays.copyOf(first, first.length + kept);
        System.arraycopy(rest, 0, both, first.length, kept);
        return both;
    }

    private static String lines(String device, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> envelope(device, event("e" + i)) + "\n")
                .collect(Collectors.joining());
    }

    private static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static Way.Sent cloudEvent(String device, String more) {
        return Way.Sent.post(
                        "/v1/events",
                        "{\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"" + device + "\",\"type\":\"t\"" + more
                                + "}")
                .with("Content-Type", "application/cloudevents+json");
    }

    private static Way.Sent own(String device, String more) {
        return Way.Sent.post("/v1/events", envelope(device, "{\"id\":\"a\",\"type\":\"t\"" + more + "}"));
    }

    private static Way.Sent amplitude(String device, String more) {
        return Way.Sent.post(
                "/2/httpapi",
                "{\"api_key\":\"" + KinesisForTests.KEY + "\",\"events\":[{\"device_id\":\"" + device
                        + "\",\"insert_id\":\"a\",\"event_type\":\"t\"" + more + "}]}");
    }

    private static Way.Sent postHog(String device, String more) {
        return Way.Sent.post(
                "/batch/",
                "{\"api_key\":\"" + KinesisForTests.KEY + "\",\"batch\":[{\"distinct_id\":\"" + device
                        + "\",\"uuid\":\"a\",\"event\":\"t\"" + more + "}]}");
    }

    private static Way.Sent snowplow(String device, String more) {
        return Way.Sent.post(
                "/com.snowplowanalytics.snowplow/tp2",
                "{\"schema\":\"s\",\"data\":[{\"e\":\"se\",\"se_ac\":\"t\",\"eid\":\"a\",\"duid\":\"" + device + "\""
                        + more + "}]}");
    }

    private static String wide() {
        String deep = IntStream.range(0, 60)
                .mapToObj(i -> "{\"" + "n".repeat(1_000) + "\":")
                .collect(Collectors.joining());
        String scalars =
                IntStream.range(0, 512).mapToObj(i -> "\"s" + i + "\":1").collect(Collectors.joining(","));
        String event = "{\"event_properties\":" + deep + "{" + scalars + "}" + "}".repeat(60) + "}";
        return "{\"events\":[" + String.join(",", java.util.Collections.nCopies(60, event)) + "]}";
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(of(
                "Expect: 100-continue",
                d -> Way.Sent.post("/v1/events", envelope(d, event("a"))).with("Expect", "100-continue"),
                200,
                "\"accepted\":1",
                "a"));
        cases.add(of(
                "a media type with a comma",
                d -> Way.Sent.post("/v1/events", envelope(d, event("a")))
                        .with("Content-Type", "application/json, text/plain"),
                415,
                "unsupported-media-type"));
        for (String call : List.of("track", "page", "screen", "identify", "group", "alias")) {
            for (String path : List.of("/v1/" + call, "/v1/" + call.charAt(0))) {
                cases.add(of(path, d -> segment(path, d, ""), 200, "{\"success\":true}", "m"));
            }
        }
        cases.add(of("/v1/batch", d -> segmentBatch("/v1/batch", d), 200, "{\"success\":true}", "m"));
        cases.add(of("/v1/b", d -> segmentBatch("/v1/b", d), 200, "{\"success\":true}", "m"));
        cases.add(of(
                "gzip of two members",
                d -> encoded("/v1/events", "application/x-ndjson", "gzip", twoHalves(d, -1)),
                200,
                "\"accepted\":1",
                IntStream.range(0, 40).mapToObj(i -> "e" + i).toArray(String[]::new)));
        cases.add(of(
                "gzip whose second member is cut off",
                d -> encoded("/v1/events", "application/x-ndjson", "gzip", twoHalves(d, 5)),
                400,
                "broken-encoding"));
        for (String said : List.of("5", "1795974673", "true", "{}", "\"\"", "\"yesterday\"", "null", THIRTEEN_DIGITS)) {
            boolean good = List.of("null", THIRTEEN_DIGITS).contains(said);
            String value = said.equals(THIRTEEN_DIGITS) ? Long.toString(System.currentTimeMillis()) : said;
            String[] logged = good ? new String[] {"a"} : new String[] {};
            int status = good ? 200 : 400;
            String code = good ? "" : "invalid_time";
            cases.add(of("occurredAt " + said, d -> own(d, ",\"occurredAt\":" + value), status, code, logged));
            cases.add(of("CloudEvents' time " + said, d -> cloudEvent(d, ",\"time\":" + value), status, code, logged));
            cases.add(of(
                    "Amplitude's time " + said,
                    d -> amplitude(d, ",\"time\":" + value),
                    status,
                    good ? "" : "\"time\":[0]",
                    logged));
            cases.add(of(
                    "Segment's timestamp " + said,
                    d -> segment("/v1/track", d, ",\"timestamp\":" + value),
                    status,
                    code,
                    good ? new String[] {"m"} : logged));
            cases.add(of(
                    "PostHog's timestamp " + said, d -> postHog(d, ",\"timestamp\":" + value), status, code, logged));
            cases.add(of("Snowplow's dtm " + said, d -> snowplow(d, ",\"dtm\":" + value), status, code, logged));
        }
        for (String value : List.of("19.99", "\"19.99\"", "null", "\"\"", "\"ten\"", "true", "[]", "1e-9")) {
            boolean good = List.of("19.99", "\"19.99\"", "null").contains(value);
            String[] logged = good ? new String[] {"a"} : new String[] {};
            int status = good ? 200 : 400;
            String code = good ? "" : "invalid_value";
            cases.add(of("value " + value, d -> own(d, ",\"value\":" + value), status, code, logged));
            cases.add(of(
                    "CloudEvents' value " + value,
                    d -> cloudEvent(d, ",\"data\":{\"value\":" + value + "}"),
                    status,
                    code,
                    logged));
            cases.add(of(
                    "Amplitude's revenue " + value,
                    d -> amplitude(d, ",\"revenue\":" + value),
                    status,
                    good ? "" : "\"revenue\":[0]",
                    logged));
            cases.add(of(
                    "Segment's revenue " + value + " beside a value",
                    d -> segment("/v1/track", d, ",\"properties\":{\"revenue\":" + value + ",\"value\":3}"),
                    status,
                    code,
                    good ? new String[] {"m"} : logged));
            cases.add(of(
                    "PostHog's revenue " + value + " beside a value",
                    d -> postHog(d, ",\"properties\":{\"revenue\":" + value + ",\"value\":3}"),
                    status,
                    code,
                    logged));
            cases.add(of("Snowplow's se_va " + value, d -> snowplow(d, ",\"se_va\":" + value), status, code, logged));
        }
        for (String id : List.of("7", "true", "[]", "\"\"")) {
            cases.add(of(
                    "an id " + id,
                    d -> Way.Sent.post("/v1/events", envelope(d, "{\"id\":" + id + ",\"type\":\"t\"}")),
                    400,
                    "invalid_id"));
            cases.add(of(
                    "Segment's messageId " + id,
                    d -> Way.Sent.post(
                            "/v1/track", "{\"anonymousId\":\"" + d + "\",\"event\":\"t\",\"messageId\":" + id + "}"),
                    400,
                    "invalid_id"));
        }
        cases.add(of(
                "511 properties before the device",
                d -> Way.Sent.post(
                        "/v1/track",
                        "{\"properties\":{"
                                + IntStream.range(0, 511)
                                        .mapToObj(i -> "\"p" + i + "\":1")
                                        .collect(Collectors.joining(","))
                                + "},\"messageId\":\"m\",\"event\":\"t\",\"anonymousId\":\"" + d + "\"}"),
                200,
                "",
                "m"));
        cases.add(of(
                "bytes that are no UTF-8, beside an escaped pair",
                d -> Way.Sent.post(
                        "/v1/events", latin(envelope(d, "{\"id\":\"a\u00ff\",\"type\":\"t\",\"\\ud83d\\ude00\":1}"))),
                400,
                "not UTF-8"));
        cases.add(of(
                "the same in Segment's protocol",
                d -> Way.Sent.post(
                        "/v1/track",
                        latin("{\"anonymousId\":\"" + d
                                + "\",\"event\":\"t\",\"messageId\":\"a\u00fe\",\"\\ud83d\\ude00\":1}")),
                400,
                "not UTF-8"));
        cases.add(of(
                "names of 1,000 bytes, 60 deep, without a key",
                d -> encoded("/2/httpapi", "application/json", "gzip", gzip(wide().getBytes(UTF_8)))
                        .without("X-Api-Key"),
                400,
                "Invalid API key"));
        cases.add(of(
                "an empty id before a good one",
                d -> Way.Sent.post("/v1/events", envelope(d, "{\"id\":\"\",\"id\":\"ok\",\"type\":\"t\"}")),
                200,
                "",
                "ok"));
        cases.add(of(
                "a good id before an empty one",
                d -> Way.Sent.post("/v1/events", envelope(d, "{\"id\":\"ok\",\"id\":\"\",\"type\":\"t\"}")),
                400,
                "invalid_id"));
        cases.add(of(
                "a bad device before a good one",
                d -> Way.Sent.post(
                        "/v1/events", "{\"deviceId\":7,\"deviceId\":\"" + d + "\",\"events\":[" + event("a") + "]}"),
                200,
                "",
                "a"));
        cases.add(of(
                "fields misspelt",
                d -> Way.Sent.post(
                        "/v1/events",
                        "{\"deviceId\":\"" + d
                                + "\",\"sendAt\":1,\"events\":[{\"id\":\"a\",\"type\":\"t\",\"ocurredAt\":1,"
                                + "\"atributes\":{}},{\"id\":\"b\",\"type\":\"t\",\"ocurredAt\":2}]}"),
                200,
                "\"ignored\":{\"count\":4,\"fields\":[\"sendAt\",\"events[].ocurredAt\",\"events[].atributes\"]}",
                "a",
                "b"));
        cases.add(of("headers of a CloudEvent that are no UTF-8", d -> binary(d, "a%ff"), 400, "ce-id is not UTF-8"));
        cases.add(of(
                "a CloudEvent of another version",
                d -> binary(d, "a").with("ce-specversion", "0.3"),
                400,
                "specversion"));
        cases.add(of("the same in its body", d -> cloudEvent(d, ",\"specversion\":1.0"), 400, "specversion"));
        cases.add(of(
                "a verdict for nobody",
                d -> Way.Sent.post(
                        "/i/v1/analytics/events",
                        "{\"batch\":[{\"event\":\"t\",\"distinct_id\":\"" + d + "\",\"uuid\":7}]}"),
                400,
                "no-valid-event"));
        cases.add(of(
                "no uuid by which a verdict could be told",
                d -> Way.Sent.post(
                        "/i/v1/analytics/events",
                        "{\"batch\":[{\"event\":\"t\",\"distinct_id\":\"" + d
                                + "\",\"properties\":{\"$insert_id\":\"a\"},\"time_stamp\":1}]}"),
                200,
                "{\"results\":{},\"ignored\":{\"count\":1,\"fields\":[\"batch[].time_stamp\"]}}",
                "a"));
        cases.add(of(
                "CloudEvents' attributes misspelt",
                d -> cloudEvent(
                        d, ",\"deviceID\":1,\"traceparent\":\"00\",\"data_base64\":\"e30=\",\"data\":{\"a\":1}"),
                200,
                "\"ignored\":{\"count\":2,\"fields\":[\"deviceID\",\"data_base64\"]}",
                "a"));
        cases.add(of(
                "CloudEvents' headers misspelt",
                d -> Way.Sent.post("/v1/events", "{\"value\":1}")
                        .with("ce-specversion", "1.0")
                        .with("ce-id", "a")
                        .with("ce-source", d)
                        .with("ce-type", "t")
                        .with("ce-tiem", "2026-01-01T00:00:00Z"),
                200,
                "\"ignored\":{\"count\":1,\"fields\":[\"ce-tiem\"]}",
                "a"));
        cases.add(of(
                "Segment's fields misspelt",
                d -> segment("/v1/track", d, ",\"propertes\":{},\"context\":{\"any\":1},\"integrations\":{}"),
                200,
                "{\"success\":true,\"ignored\":{\"count\":1,\"fields\":[\"propertes\"]}}",
                "m"));
        cases.add(of(
                "Segment's fields misspelt in a batch",
                d -> Way.Sent.post(
                        "/v1/batch",
                        "{\"sendAt\":1,\"batch\":[{\"anonymousId\":\"" + d
                                + "\",\"messageId\":\"m\",\"type\":\"page\",\"timestmp\":1}]}"),
                200,
                "\"ignored\":{\"count\":2,\"fields\":[\"sendAt\",\"batch[].timestmp\"]}",
                "m"));
        cases.add(of(
                "Amplitude's fields misspelt",
                d -> amplitude(d, ",\"event_propertys\":{},\"user_properties\":{}"),
                200,
                "\"ignored\":{\"count\":1,\"fields\":[\"events[].event_propertys\"]}",
                "a"));
        cases.add(of(
                "PostHog's fields misspelt",
                d -> Way.Sent.post(
                        "/batch/",
                        "{\"api_key\":\"" + KinesisForTests.KEY + "\",\"batch\":[{\"event\":\"t\",\"distinct_id\":\""
                                + d + "\",\"uuid\":\"u\",\"time_stamp\":1,\"$set\":{}}]}"),
                200,
                "{\"status\":\"Ok\",\"ignored\":{\"count\":1,\"fields\":[\"batch[].time_stamp\"]}}",
                "u"));
        cases.add(of(
                "Snowplow's fields misspelt",
                d -> Way.Sent.post(
                        "/com.snowplowanalytics.snowplow/tp2",
                        "{\"schema\":\"s\",\"data\":[{\"e\":\"pv\",\"eid\":\"x\",\"tv\":\"1\",\"duid\":\"" + d
                                + "\",\"dmt\":\"1\"}]}"),
                200,
                "\"ignored\":{\"count\":1,\"fields\":[\"data[].dmt\"]}",
                "x"));
        cases.add(of(
                "a full receipt",
                d -> Way.Sent.post("/v1/events?receipt=full", envelope(d, event("a"), "7", event("b"))),
                200,
                "\"index\":2,\"id\":\"b\",\"eventTime\":",
                "a",
                "b"));
        cases.add(of(
                "no key",
                d -> Way.Sent.post("/v1/events", envelope(d, event("a"))).without("X-Api-Key"),
                401,
                "unauthorized"));
        cases.add(of(
                "another method",
                d -> new Way.Sent("GET", "/v1/events", Map.of("X-Api-Key", "local"), new byte[0]),
                405,
                "method-not-allowed"));
        cases.add(of("another path", d -> Way.Sent.post("/v1/evens", envelope(d, event("a"))), 404, "not-found"));
        cases.add(of(
                "a page of a foreign origin",
                d -> Way.Sent.post("/v1/events", envelope(d, event("a"))).with("Origin", "https://evil.example"),
                403,
                "urn:tidemark:problem:forbidden"));
        cases.add(of(
                "a page of a known origin",
                d -> Way.Sent.post("/v1/events", envelope(d, event("a"))).with("Origin", Way.ORIGIN),
                200,
                "",
                "a"));
        cases.add(of(
                "a broken line, and one beyond the device's limit",
                d -> Way.Sent.post("/v1/events", lines(d, 0, 50) + "nonsense\n" + envelope(d, event("late")))
                        .with("Content-Type", "application/x-ndjson"),
                200,
                "\"retry\":[{\"index\":0,\"id\":\"late\"}]",
                IntStream.range(0, 50).mapToObj(i -> "e" + i).toArray(String[]::new)));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theAnswerIsRightAndTheSame(Case expected) throws Exception {
        String here = newDevice();
        String there = newDevice();
        Way.Reply asServer = Way.server(server).send(expected.request.apply(here));
        Way.Reply asFunction = Way.function().send(expected.request.apply(there));
        assertThat(asServer.status()).as(asServer.body()).isEqualTo(expected.status);
        assertThat(asServer.body()).contains(expected.answer);
        if (expected.status >= 400 && !asServer.body().startsWith("{\"code\"")) {
            assertThat(asServer.headers()).containsEntry("content-type", "application/problem+json");
        }
        assertThat(asFunction.comparable(there)).isEqualTo(asServer.comparable(here));
        document().requireForetold(expected.request.apply(here), asServer);
        assertThat(log.ids(here)).containsExactlyElementsOf(expected.logged);
        assertThat(log.ids(there)).containsExactlyElementsOf(expected.logged);
    }

    @Test
    void somethingToBeSentAgainHasARetryAfterWhateverElseIsInTheBody() throws Exception {
        for (Way way : ways()) {
            String device = newDevice();
            way.send(Way.Sent.post("/v1/events", lines(device, 0, 50)).with("Content-Type", "application/x-ndjson"));
            Way.Reply reply = way.send(Way.Sent.post("/v1/events", "nonsense\n" + envelope(device, event("late")))
                    .with("Content-Type", "application/x-ndjson"));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.headers()).containsKey("retry-after");
            Way.Reply alone = way.send(Way.Sent.post("/v1/events", envelope(device, event("late"))));
            assertThat(alone.status()).isEqualTo(429);
            assertThat(alone.headers()).containsKey("retry-after");
            assertThat(alone.body()).contains("\"retry\":[{\"index\":0,\"id\":\"late\"}]");
        }
    }

    @Test
    void whatNobodyKnowsIsCountedOnceABodyWithOrWithoutAnEnvelope() throws Exception {
        Counter ignored = registry.get("tidemark.fields.ignored").counter();
        String unknown = "{\"sendAt\":1,\"batch\":[{\"type\":\"page\",\"timestmp\":1},%s]}";
        String device = "{\"anonymousId\":\"%s\",\"type\":\"page\"}";
        String two = device.formatted(newDevice()) + "," + device.formatted(newDevice());
        for (Way way : ways()) {
            double before = ignored.count();
            assertThat(way.send(Way.Sent.post("/v1/batch", unknown.formatted("7")))
                            .status())
                    .isEqualTo(400);
            assertThat(ignored.count() - before).isEqualTo(2);
            assertThat(way.send(Way.Sent.post("/v1/batch", unknown.formatted(two)))
                            .status())
                    .isEqualTo(200);
            assertThat(ignored.count() - before).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/events, POST",
        "PUT, /v1/time, 'GET, HEAD'",
        "DELETE, /v1/t, POST",
        "GET, /k/local/v1/batch, POST",
        "GET, /2/httpapi, POST",
        "PUT, /batch, POST",
        "GET, /i/v1/analytics/events, POST",
        "PUT, /i/v0/e/, POST",
        "GET, /com.snowplowanalytics.snowplow/tp2, POST",
        "POST, /sourceConfig, 'GET, HEAD'"
    })
    void whoUsesAnotherMethodIsToldTheRightOne(String method, String path, String right) throws Exception {
        for (Way way : ways()) {
            Way.Reply reply = way.send(new Way.Sent(method, path, Map.of(), new byte[0]));
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.headers()).containsEntry("allow", right);
            assertThat(reply.headers()).containsEntry("content-type", "application/problem+json");
            assertThat(reply.body()).contains("urn:tidemark:problem:method-not-allowed");
        }
    }

    /** The client of the other tests sends none such. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/events?receipt=%zz", "/v1/ev%zz", "/k/local/v1/events?a=%4", "/v1/{events}"})
    void anAddressThatIsNoUriIsTheSameProblem(String address) throws Exception {
        Way.Reply asFunction = Way.function().send(Way.Sent.post(address, "{}"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(latin("POST " + address
                            + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"));
            assertThat(socket.getInputStream().readAllBytes())
                    .asString(UTF_8)
                    .startsWith("HTTP/1.1 400 ")
                    .containsIgnoringCase("content-type: application/problem+json")
                    .endsWith(asFunction.body());
        }
        assertThat(asFunction.status()).isEqualTo(400);
        assertThat(asFunction.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(asFunction.body()).contains("urn:tidemark:problem:bad-request", "no URI");
    }

    /** Each header is one text, with its commas. */
    @Test
    void aCloudEventInHeadersIsWhole() throws Exception {
        List<List<LoggedEvent>> both = new ArrayList<>();
        for (Way way : ways()) {
            String device = newDevice();
            for (String id : List.of("order,1", "invoice,1")) {
                assertThat(way.send(binary(device, id)).status()).isEqualTo(200);
            }
            List<LoggedEvent> events = log.of(device).stream()
                    .flatMap(record -> record.envelopes().stream())
                    .flatMap(envelope -> envelope.events().stream())
                    .toList();
            assertThat(events)
                    .extracting(LoggedEvent::id)
                    .doesNotHaveDuplicates()
                    .hasSize(2);
            assertThat(events.get(0).id()).startsWith("order,1@");
            assertThat(events)
                    .allSatisfy(event ->
                            assertThat(event.attributes().get("subject").text()).isEqualTo("Doe, John"));
            both.add(events);
        }
        assertThat(both.get(0))
                .extracting(LoggedEvent::id)
                .isEqualTo(both.get(1).stream().map(LoggedEvent::id).toList());
    }

    /** Who an event is depends on all of its content, and on nothing else. */
    @Test
    void anEventWithoutAnIdIsItsContent() throws Exception {
        String one =
                "{\"anonymousId\":\"%s\",\"event\":\"t\",\"properties\":{\"items\":[1,2]},\"sentAt\":\"2026-01-01T00:00:00Z\"}";
        String again =
                "{\"sentAt\":\"2026-01-01T00:00:09Z\", \"properties\":{\"items\":[1, 2]},\"event\":\"t\",\"anonymousId\":\"%s\"}";
        String other =
                "{\"anonymousId\":\"%s\",\"event\":\"t\",\"properties\":{\"items\":[2,1]},\"sentAt\":\"2026-01-01T00:00:00Z\"}";
        for (Way way : ways()) {
            String device = newDevice();
            for (String body : List.of(one, again, other)) {
                assertThat(way.send(Way.Sent.post("/v1/track", body.formatted(device)))
                                .status())
                        .isEqualTo(200);
            }
            List<String> ids = log.ids(device);
            assertThat(ids).hasSize(3);
            assertThat(ids.get(1)).isEqualTo(ids.get(0));
            assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
        }
    }

    @Test
    void aMemberWhoseNameHasADotIsNotTheNestedOne() throws Exception {
        for (Way way : ways()) {
            String device = newDevice();
            way.send(segment("/v1/track", device, ",\"properties.revenue\":99,\"properties\":{\"revenue\":1}"));
            assertThat(log.of(device).get(0).envelopes().get(0).events().get(0).valueMicros())
                    .isEqualTo(1_000_000);
        }
    }

    @Test
    void pagesMaySendWhatTheSdksSend() throws Exception {
        Way.Sent preflight = new Way.Sent(
                "OPTIONS",
                "/v1/events",
                Map.of(
                        "Origin", Way.ORIGIN,
                        "Access-Control-Request-Method", "POST",
                        "Access-Control-Request-Headers",
                                "x-retry-count,anonymousid,sentat,ce-id,ce-source,ce-deviceid,traceparent"),
                new byte[0]);
        for (Way way : ways()) {
            assertThat(way.send(preflight).headers().get("access-control-allow-headers"))
                    .contains(
                            "x-retry-count",
                            "anonymousid",
                            "sentat",
                            "ce-id",
                            "ce-source",
                            "ce-deviceid",
                            "traceparent");
        }
    }

    private ApiDocument document() throws IOException {
        if (document == null) {
            document = ApiDocument.of(server);
        }
        return document;
    }

    private List<Way> ways() {
        return List.of(Way.server(server), Way.function());
    }
}
