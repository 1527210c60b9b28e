package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.query.BothWays.Reply;
import dev.tidemark.query.door.QueryServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that nobody who means well asks: each is answered, or refused with a document of ours, the same way both ways. */
@QuarkusTest
@QuarkusTestResource(StackForTests.class)
class HostileQuestionsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> KEY = Map.of("X-Api-Key", StackForTests.KEY);
    private static final int QUESTIONS = 1_500;

    private static final List<String> NAMES = List.of(
            "from", "to", "key", "layer", "asOf", "lateness", "limit", "cursor", "format", "after", "FROM", "x[]", "");

    private static final List<String> VALUES = List.of(
            "",
            "2026-11-20T12:00:00Z",
            "2026-11-20T12:05:00Z",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59.999999999Z",
            "1970-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "1000-01-01T00:00:00Z",
            "9000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999Z",
            "9223372036854775807",
            "-9223372036854775808",
            "1e3",
            "NaN",
            "0",
            "1",
            "1000",
            "PT0S",
            "PT10M",
            "-PT1M",
            "P9999999999D",
            "PT9223372036854775807S",
            "merged",
            "stream",
            "batch",
            "MERGED",
            "csv",
            "ndjson",
            "a",
            "../../etc/passwd",
            "a' OR '1'='1",
            "<script>alert(1)</script>",
            "\u0000",
            "\u001b[2J",
            "\r\nSet-Cookie: a=b",
            "\ud83d\udca9",
            "\u202e",
            "Mg",
            "MgoK",
            "%",
            "a".repeat(512),
            "\u6570".repeat(171),
            "a".repeat(3_000));

    private static final List<String> PATHS = List.of(
            "/v1/views",
            "/v1/views/clicks",
            "/v1/views/clicks/windows",
            "/v1/views/sessions/windows",
            "/v1/views/%00/windows",
            "/v1/views/clicks@nothing/windows",
            "/v1/views/..%2F..%2Fclicks",
            "/v1/watermarks",
            "/v1/reports",
            "/v1/reports/2026-11-20",
            "/v1/reports/2026-99-99",
            "/v1/reports/2026-11-20/..%2F..%2Fsummary.json",
            "/v1/reports/..%2F/summary.json",
            "/v1//views",
            "/v1");

    @Inject
    QueryServer server;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/views/clicks/windows?asof=2026-11-20T12:00:00Z       | there is no parameter 'asof' here; there are: from, to, key, layer, asOf, lateness, limit, cursor, format
            /v1/views?limit=3                                        | there is no parameter 'limit' here; this address has none
            /v1/views/clicks?view=clicks                             | there is no parameter 'view' here
            /v1/watermarks?x                                         | there is no parameter 'x' here
            /v1/reports?day=2026-11-20                               | there is no parameter 'day' here; there are: after
            /v1/reports?after=yesterday                              | 'after' is a day as 2026-11-20, and not 'yesterday'
            /v1/views/clicks/windows?key=a&key=b                     | 'key' is given 2 times
            /v1/views/clicks/windows?from=                           | 'from' is an instant as 2026-11-22T01:02:03Z, and not ''
            /v1/views/clicks/windows?from=2026-11-20                 | 'from' is an instant
            /v1/views/clicks/windows?to=%2B999999999-12-31T23:59:59Z | 'to' is an instant
            /v1/views/sessions/windows?from=0000-01-01T00:00:00Z     | 'from' lies in the years 1000 to 9000
            /v1/views/clicks/windows?to=0000-01-01T00:00:00Z         | 'to' lies in the years 1000 to 9000
            /v1/views/sessions/windows?key=a&from=9999-12-31T00:00:00Z&to=9999-12-31T01:00:00Z | 'from' lies in the years 1000 to 9000
            /v1/views/sessions/windows?to=9999-12-31T23:59:59Z       | 'to' lies in the years 1000 to 9000
            /v1/views/clicks/windows?to=1000-01-01T00:00:00Z         | 'from' is before 'to'
            /v1/views/clicks/windows?layer=stream&asOf=9999-12-31T23:59:59Z | 'asOf' lies in the years 1000 to 9000
            /v1/views/clicks/windows?limit=-1                        | 'limit' is a number from 1 to 1000, and not '-1'
            /v1/views/clicks/windows?limit=99999999999999999999      | 'limit' is a number from 1 to 1000
            /v1/views/clicks/windows?layer=stream&lateness=-PT1M     | 'lateness' is a duration of ISO 8601 from zero to a year
            /v1/views/clicks/windows?layer=stream&lateness=P99999D   | 'lateness' is a duration of ISO 8601 from zero to a year
            /v1/views/clicks/windows?layer=batch&lateness=PT1M       | it goes with layer=stream alone
            /v1/views/sessions/windows?layer=stream&lateness=PT1M    | 'lateness' is not asked of sessions
            /v1/views/clicks/windows?format=xml                      | 'format' is json, ndjson or csv, and not 'xml'
            /v1/views/clicks/windows?cursor=Mg                       | ask for the next page by the link that a page has
            """)
    void whatIsNotUnderstoodIsSaid(String path, String said) throws Exception {
        Reply reply = new BothWays(server).overHttp("GET", path, KEY);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(JSON.readTree(reply.body()).path("detail").asText()).contains(said);
        assertThat(new BothWays(server).asFunction("GET", path, KEY)).satisfies(called -> {
            assertThat(called.status()).isEqualTo(400);
            assertThat(called.body()).isEqualTo(reply.body());
        });
    }

    @Test
    void aLongTextIsNotRepeatedToItsEnd() throws Exception {
        Reply reply = new BothWays(server).overHttp("GET", "/v1/views/clicks/windows?layer=" + "z".repeat(3_000), KEY);
        assertThat(JSON.readTree(reply.body()).path("detail").asText())
                .hasSizeLessThan(200)
                .endsWith("z…'");
    }

    @ParameterizedTest(name = "{0} times {1}")
    @CsvSource({"a, 512, 200", "a, 513, 400", "a, 1100, 400", "\u6570, 170, 200", "\u6570, 171, 400"})
    void aKeyThatNoWindowCanHaveIsRefused(String letter, int times, int status) throws Exception {
        String path = "/v1/views/clicks/windows?key=" + encoded(letter.repeat(times));
        Reply reply = new BothWays(server).overHttp("GET", path, KEY);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).contains(status == 200 ? "notYet" : "'key' has at most 512 bytes of UTF-8");
        assertThat(new BothWays(server).asFunction("GET", path, KEY).status()).isEqualTo(status);
    }

    /** No client of Java sends them. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/views/clicks/windows?key=%zz", "/v1/views?%", "/v1/views/%zz", "/v1/reports/%e"})
    void aPercentSignThatBeginsNoByteIsNoFailureOfOurs(String path) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + StackForTests.KEY
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("urn:tidemark:problem:bad-request");
        }
        Reply called = new BothWays(server).asFunction("GET", path, KEY);
        assertThat(called.status()).as(called.body()).isEqualTo(400);
    }

    @Test
    void anyMixtureOfThemHasAnAnswerAndNoneIsAFailureOfOurs() throws Exception {
        SplittableRandom random = new SplittableRandom(18);
        BothWays ways = new BothWays(server);
        int answered = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            String path = question(random);
            Reply reply = ways.overHttp("GET", path, KEY);
            assertThat(reply.status()).as("%s: %s", path, reply.body()).isIn(200, 400, 404, 410);
            if (reply.status() != 200) {
                JsonNode problem = JSON.readTree(reply.body());
                assertThat(problem.path("type").asText()).as(path).startsWith("urn:tidemark:problem:");
                assertThat(problem.path("status").asInt()).isEqualTo(reply.status());
                assertThat(reply.headers()).containsEntry("content-type", "application/problem+json");
            } else {
                answered++;
            }
            assertThat(reply.headers()).doesNotContainKey("set-cookie");
            if (i % 10 == 0) {
                Reply called = ways.asFunction("GET", path, KEY);
                assertThat(called.status()).as("%s: %s", path, called.body()).isEqualTo(reply.status());
            }
        }
        assertThat(answered).as("not all are refused").isGreaterThan(QUESTIONS / 20);
    }

    private static String question(SplittableRandom random) {
        StringBuilder path = new StringBuilder(PATHS.get(random.nextInt(PATHS.size())));
        int parameters = random.nextInt(4);
        for (int i = 0; i < parameters; i++) {
            path.append(i == 0 ? '?' : '&')
                    .append(encoded(NAMES.get(random.nextInt(NAMES.size()))))
                    .append(random.nextInt(10) == 0 ? "" : "=")
                    .append(encoded(VALUES.get(random.nextInt(VALUES.size()))));
        }
        return path.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
