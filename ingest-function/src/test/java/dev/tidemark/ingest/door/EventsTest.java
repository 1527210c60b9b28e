package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Encodings.gzip;
import static dev.tidemark.ingest.door.Requests.JSON;
import static dev.tidemark.ingest.door.Requests.NDJSON;
import static dev.tidemark.ingest.door.Requests.PROBLEM;
import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(KinesisForTests.class)
class EventsTest {

    private static final String INSTANT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @Inject
    PlainServer server;

    Log log;

    private Requests requests;
    private final String device = newDevice();

    @BeforeEach
    void connect() {
        requests = new Requests(server);
    }

    @Test
    void everyEventHasItsVerdict() {
        String sentAt = IsoInstant.format(System.currentTimeMillis() - 60_000);
        requests.post(
                        JSON,
                        "{\"deviceId\":\"" + device + "\",\"sentAt\":\"" + sentAt + "\",\"events\":[" + event("a") + ","
                                + "{\"id\":\"b\",\"type\":\"t\",\"occurredAt\":\"nonsense\"}," + event("c") + "]}")
                .statusCode(200)
                .contentType(JSON)
                .header("Retry-After", org.hamcrest.Matchers.nullValue())
                .body("$", aMapWithSize(7))
                .body("requestId", matchesPattern("[0-9a-f]{32}"))
                .body("receivedAt", matchesPattern(INSTANT))
                .body("respondedAt", matchesPattern(INSTANT))
                .body("accepted", equalTo(2))
                .body("rejected", hasSize(1))
                .body("rejected[0].index", equalTo(1))
                .body("rejected[0].id", equalTo("b"))
                .body("rejected[0].code", equalTo("invalid_time"))
                .body("rejected[0].detail", containsString("'nonsense'"))
                .body("retry", empty())
                .body("clock.basis", equalTo("one-way"))
                .body("clock.offsetMs", greaterThan(59_000));
        assertThat(log.ids(device)).containsExactly("a", "c");
    }

    @Test
    void theLogHasWhatWasSentAndWhatWasFoundOut() {
        String answer = requests.post(
                        JSON,
                        "{\"deviceId\":\"" + device + "\",\"sentAt\":\"2020-01-01T00:00:10.000+09:00\",\"events\":["
                                + "{\"id\":\"a\",\"type\":\"t\",\"occurredAt\":\"2020-01-01T00:00:00+09:00\",\"value\":1.10,"
                                + "\"attributes\":{\"n\":1e2}}]}")
                .statusCode(200)
                .extract()
                .asString();
        JsonPath json = new JsonPath(answer);
        assertThat(log.of(device)).singleElement().satisfies(record -> {
            assertThat(IsoInstant.format(record.receivedAtMillis())).isEqualTo(json.getString("receivedAt"));
            assertThat(record.requestId()).isEqualTo(json.getString("requestId"));
            assertThat(record.envelopes()).singleElement().satisfies(envelope -> {
                assertThat(envelope.sentAt()).isEqualTo("2020-01-01T00:00:10.000+09:00");
                assertThat(envelope.offset().offsetMillis()).isEqualTo(json.getLong("clock.offsetMs"));
                assertThat(envelope.events()).singleElement().satisfies(event -> {
                    assertThat(event.occurredAt()).isEqualTo("2020-01-01T00:00:00+09:00");
                    assertThat(event.time().millis()).isEqualTo(record.receivedAtMillis() - 10_000);
                    assertThat(event.time().quality().wireName()).isEqualTo("corrected");
                    assertThat(event.valueMicros()).isEqualTo(1_100_000);
                    assertThat(event.attributes().get("n").text()).isEqualTo("100");
                });
            });
        });
    }

    @Test
    void aBodyWithoutAValidEventIsAProblemThatKeepsTheVerdicts() {
        requests.post(JSON, envelope(device, "7", "{\"id\":\"b\"}"))
                .statusCode(400)
                .contentType(PROBLEM)
                .body("type", equalTo("urn:tidemark:problem:no-valid-event"))
                .body("status", equalTo(400))
                .body("accepted", equalTo(0))
                .body("rejected.code", contains("invalid_event", "invalid_type"));
        assertThat(log.of(device)).isEmpty();
    }

    @Test
    void aRepeatedEventIsTakenLikeAnyOther() {
        requests.post(JSON, envelope(device, event("a"), event("a")))
                .statusCode(200)
                .body("accepted", equalTo(2));
        assertThat(log.ids(device)).containsExactly("a", "a");
    }

    @Test
    void manyEnvelopesHaveAnAnswerALineInTheirOrder() {
        String other = newDevice();
        List<JsonPath> lines = lines(requests.post(
                        NDJSON,
                        envelope(device, event("a")) + "\n{\"deviceId\":\n\n" + envelope(device, event("b"), "7")
                                + "\r\n" + envelope(other, event("c")) + "\n{\"deviceId\":\"\",\"events\":[{}]}\n")
                .statusCode(200)
                .contentType(NDJSON)
                .extract()
                .asString());
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0).getInt("accepted")).isEqualTo(1);
        assertThat(lines.get(1).getString("type")).isEqualTo("urn:tidemark:problem:invalid-json");
        assertThat(lines.get(1).getInt("line")).isEqualTo(2);
        assertThat(lines.get(2).getInt("accepted")).isEqualTo(1);
        assertThat(lines.get(2).getString("rejected[0].code")).isEqualTo("invalid_event");
        assertThat(lines.get(3).getInt("accepted")).isEqualTo(1);
        assertThat(lines.get(4).getString("type")).isEqualTo("urn:tidemark:problem:invalid-device");
        assertThat(lines.get(4).getInt("line")).isEqualTo(6);
        assertThat(log.of(device)).singleElement().satisfies(record -> assertThat(record.envelopes())
                .hasSize(2));
        assertThat(log.ids(other)).containsExactly("c");
    }

    @Test
    void linesOfWhichNoneIsAnyGoodAreOneProblemWithTheirAnswersInside() {
        requests.post(NDJSON, "nonsense\n" + envelope(device, "7"))
                .statusCode(400)
                .contentType(PROBLEM)
                .body("type", equalTo("urn:tidemark:problem:no-valid-event"))
                .body("lines", hasSize(2))
                .body("lines[0].type", equalTo("urn:tidemark:problem:invalid-json"))
                .body("lines[1].rejected[0].code", equalTo("invalid_event"));
    }

    @Test
    void aSyntaxErrorNamesLineAndColumn() {
        requests.post(JSON, "{\"deviceId\":\"d\",\n \"events\": oops}")
                .statusCode(400)
                .contentType(PROBLEM)
                .body("type", equalTo("urn:tidemark:problem:invalid-json"))
                .body("detail", containsString("oops"))
                .body("line", equalTo(2))
                .body("column", greaterThan(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "{}", "{\"deviceId\":\"d\"}", "{\"deviceId\":\"d\",\"events\":[]}"})
    void whatIsNoEnvelopeIsAProblem(String body) {
        requests.post(JSON, body).statusCode(400).contentType(PROBLEM).body("status", equalTo(400));
        requests.post(NDJSON, body).statusCode(400).contentType(PROBLEM).body("status", equalTo(400));
    }

    @Test
    void aBodyHasAtMostAThousandEventsHoweverTheyAreDivided() {
        String five = IntStream.range(0, 500).mapToObj(i -> event("e" + i)).collect(Collectors.joining(","));
        String half = envelope(device, five);
        requests.post(NDJSON, half + "\n" + half).statusCode(200);
        assertThat(log.ids(device)).hasSize(1_000);
        requests.post(NDJSON, half + "\n" + half + "\n" + envelope(device, event("x")))
                .statusCode(413)
                .contentType(PROBLEM)
                .body("type", equalTo("urn:tidemark:problem:too-many-events"));
        assertThat(log.ids(device)).hasSize(1_000);
    }

    @Test
    void aBodyHasAtMostAMebibyte() {
        String good = envelope(device, event("a"));
        requests.post(JSON, good + " ".repeat((1 << 20) - good.length())).statusCode(200);
        requests.post(JSON, good + " ".repeat((1 << 20) - good.length() + 1))
                .statusCode(413)
                .contentType(PROBLEM)
                .body("type", equalTo("urn:tidemark:problem:body-too-large"));
        assertThat(log.ids(device)).containsExactly("a");
    }

    @Test
    void aBodyInflatesToAtMostFiveMebibytes() {
        String good = envelope(device, event("a"));
        requests.request()
                .contentType(JSON)
                .header("Content-Encoding", "gzip")
                .body(gzip((good + " ".repeat((5 << 20) - good.length())).getBytes(UTF_8)))
                .post("/v1/events")
                .then()
                .statusCode(200);
        requests.request()
                .contentType(JSON)
                .header("Content-Encoding", "GZIP")
                .body(gzip((good + " ".repeat((5 << 20) - good.length() + 1)).getBytes(UTF_8)))
                .post("/v1/events")
                .then()
                .statusCode(413)
                .contentType(PROBLEM);
        assertThat(log.ids(device)).containsExactly("a");
    }

    @Test
    void aLargeEnvelopeIsSplitBetweenEventsAndComesOutInOrder() {
        String large = IntStream.range(0, 150)
                .mapToObj(i -> "{\"id\":\"e" + i + "\",\"type\":\"t\",\"attributes\":{"
                        + IntStream.range(0, 28)
                                .mapToObj(a -> "\"a" + a + "\":\"" + "x".repeat(1_000) + "\"")
                                .collect(Collectors.joining(","))
                        + "}}")
                .collect(Collectors.joining(","));
        requests.request()
                .contentType(JSON)
                .header("Content-Encoding", "gzip")
                .body(gzip(envelope(device, large).getBytes(UTF_8)))
                .post("/v1/events")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(150));
        assertThat(log.of(device)).hasSizeGreaterThan(4).allSatisfy(record -> assertThat(record.size())
                .isLessThan(40));
        assertThat(log.ids(device))
                .isEqualTo(IntStream.range(0, 150).mapToObj(i -> "e" + i).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "br, 415, unsupported-encoding",
        "'gzip, gzip', 415, unsupported-encoding",
        "gzip, 400, broken-encoding",
    })
    void anEncodingThatCannotBeReadIsAProblem(String encoding, int status, String type) {
        requests.request()
                .contentType(JSON)
                .header("Content-Encoding", encoding)
                .body(envelope(device, event("a")).getBytes(UTF_8))
                .post("/v1/events")
                .then()
                .statusCode(status)
                .contentType(PROBLEM)
                .body("type", equalTo("urn:tidemark:problem:" + type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream", "application/json; charset=utf-16", "rubbish"})
    void anotherMediaTypeIsAProblem(String contentType) {
        requests.post(contentType, envelope(device, event("a")).getBytes(UTF_8))
                .statusCode(415)
                .contentType(PROBLEM)
                .body("type", equalTo("urn:tidemark:problem:unsupported-media-type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json;charset=UTF-8", "APPLICATION/JSON", "application/json; charset=\"utf-8\""})
    void theMediaTypeMaySayUtf8(String contentType) {
        requests.post(contentType, envelope(device, event("a")).getBytes(UTF_8)).statusCode(200);
    }

    @Test
    void nobodyComesInWithoutAKey() {
        String body = envelope(device, event("a"));
        requests.anonymous()
                .contentType(JSON)
                .body(body)
                .post("/v1/events")
                .then()
                .statusCode(401)
                .contentType(PROBLEM)
                .header("WWW-Authenticate", startsWith("Basic"));
        requests.anonymous()
                .header("X-Api-Key", "wrong")
                .contentType(JSON)
                .body(body)
                .post("/v1/events")
                .then()
                .statusCode(401);
        requests.anonymous()
                .header("Authorization", "Basic ###")
                .contentType(JSON)
                .body(body)
                .post("/v1/events")
                .then()
                .statusCode(401);
        requests.anonymous()
                .auth()
                .preemptive()
                .basic(KinesisForTests.KEY, "")
                .contentType(JSON)
                .body(body)
                .post("/v1/events")
                .then()
                .statusCode(200);
        assertThat(log.ids(device)).containsExactly("a");
    }

    @Test
    void anEnvelopesOwnArrivalIsNotTrusted() {
        requests.post(
                        JSON,
                        "{\"deviceId\":\"" + device + "\",\"receivedAt\":\"2015-07-15T00:00:00.000Z\",\"events\":["
                                + event("a") + "]}")
                .statusCode(200)
                .body("receivedAt", not(startsWith("2015")));
        assertThat(log.of(device))
                .extracting(LogRecord.Events::receivedAtMillis)
                .allSatisfy(at -> assertThat(at).isGreaterThan(1_700_000_000_000L));
    }

    @Test
    void whatIsNotThereIsAProblemToo() {
        requests.request()
                .get("/nowhere")
                .then()
                .statusCode(404)
                .contentType(PROBLEM)
                .body("status", equalTo(404));
        requests.request()
                .get("/v1/events")
                .then()
                .statusCode(405)
                .contentType(PROBLEM)
                .body("status", equalTo(405));
    }

    @Test
    void thePlatformsOwnPagesAreThere() {
        requests.anonymous().get("/q/health").then().statusCode(200).body("status", equalTo("UP"));
        requests.anonymous().get("/q/openapi").then().statusCode(200).body(containsString("/v1/events"));
        requests.anonymous().get("/q/metrics").then().statusCode(200).body(containsString("tidemark_put_seconds"));
    }

    private static List<JsonPath> lines(String ndjson) {
        assertThat(ndjson).endsWith("\n");
        return ndjson.lines().map(JsonPath::new).toList();
    }
}
