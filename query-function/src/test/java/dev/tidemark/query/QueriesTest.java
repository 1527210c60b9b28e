package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.query.BothWays.Reply;
import dev.tidemark.query.door.QueryServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions over a connection to the plain server, and as the gateway's calls of the function. */
@QuarkusTest
@QuarkusTestResource(StackForTests.class)
class QueriesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String WINDOWS = "/v1/views/clicks/windows?from=2026-11-20T12:00:00Z&to=2026-11-20T12:05:00Z";

    @Inject
    QueryServer server;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/views                                                       | reader | 200 | "name":"clicks","version"
            /v1/views/clicks                                                | reader | 200 | "verifiedThrough":"2026-11-20T12:03:00.000Z","versions":[],"firstDay":"2026-11-20"
            /v1/views/clicks                                                | reader | 200 | "window":{"kind":"fixed","size":"PT1M","offset":"PT0S"}
            /v1/views/sessions                                              | reader | 200 | "window":{"kind":"session","gap":"PT30M","boundary":"exclusive"}
            /v1/views/nothing                                               | reader | 404 | there is no view 'nothing'; there are: clicks, sessions
            WINDOWS                                                         | reader | 200 | "answer":"windows"
            WINDOWS&key=a&layer=merged                                      | reader | 200 | "status":"verified","source":"correction","revision":1,"marks":["2026-11-20T12:02:00.000Z"],"values":{"count":"99","sum":"99","mean":"1.000000000"}
            WINDOWS&key=a&layer=stream                                      | reader | 200 | "status":"final","source":"stream","revision":0,"marks":["2026-11-20T12:02:00.000Z"],"values":{"count":"2"
            WINDOWS&key=nobody                                              | reader | 200 | "answer":"empty"
            WINDOWS&layer=batch&limit=1                                     | reader | 200 | "next":"/v1/views/clicks%40
            /v1/views/clicks/windows?from=2026-11-20T13:00:00Z&to=2026-11-20T13:05:00Z | reader | 200 | "answer":"notYet","detail":"this layer is known up to 2026-11-20T12:14:00.000Z"
            /v1/views/clicks/windows?from=2025-01-01T13:00:00Z&to=2025-01-01T13:05:00Z | reader | 200 | "answer":"expired","detail":"the tables have let go what these windows are made of; the report of their day has them","report":"/v1/reports/2025-01-01/windows.csv"
            /v1/views/clicks/windows?from=2025-03-01T13:00:00Z&to=2025-03-01T13:05:00Z | reader | 200 | "answer":"expired","detail":"the tables have let go what these windows are made of; the report of their day has them","report":"/v1/reports/2025-03-01"
            /v1/views/clicks/windows?from=2025-02-01T13:00:00Z&to=2025-02-01T13:05:00Z | reader | 200 | "answer":"notCovered","detail":"this version of the view begins with 2026-11-20"
            /v1/views/clicks/windows?key=nobody                             | reader | 200 | "answer":"notYet","detail":"nothing came up to 2026-11-20T12:14:00.000Z, and this layer is known no further"
            /v1/views/sessions/windows?from=2026-11-20T12:00:00Z&to=2026-11-20T12:05:00Z | reader | 200 | "answer":"notCovered","detail":"no night has a day of this version of the view in its books yet"
            /v1/views/clicks/windows?from=2025-01-01T13:00:00Z&to=2026-11-20T12:05:00Z | reader | 200 | "keptFrom":"2025-10-17T12:20:00.000Z"
            WINDOWS&layer=mergd                                             | reader | 400 | 'layer' is merged, stream or batch, and not 'mergd'
            WINDOWS&asOf=2026-11-20T12:01:00Z                               | reader | 400 | it goes with layer=stream alone
            WINDOWS&lateness=PT90S&layer=stream                             | reader | 400 | multiple of latePaneEvery
            WINDOWS&lateness=soon&layer=stream                              | reader | 400 | 'lateness' is a duration of ISO 8601 from zero to a year, as PT10M, and not 'soon'
            WINDOWS&limit=1001                                              | reader | 400 | 'limit' is a number from 1 to 1000, and not '1001'
            WINDOWS&cursor=none                                             | reader | 400 | urn:tidemark:problem:bad-cursor
            /v1/views/clicks/windows?from=now                               | reader | 400 | 'from' is an instant
            /v1/views/clicks/windows?from=2026-11-20T12:00:00Z&to=2026-11-20T11:00:00Z | reader | 400 | 'from' is before 'to'
            WINDOWS                                                         | local  | 401 | the key is not known, or may not read
            WINDOWS                                                         |        | 401 | urn:tidemark:problem:unauthorized
            /v1/watermarks                                                  | reader | 200 | "stage" : "published"
            /v1/reports                                                     | reader | 200 | {"day":"2025-01-01","report":"/v1/reports/2025-01-01"},{"day":"2025-03-01"
            /v1/reports?after=2025-01-01                                    | reader | 200 | {"days":[{"day":"2025-03-01"
            /v1/reports/2026-11-20                                          | reader | 200 | {"name":"summary.json","bytes":18,"file":"/v1/reports/2026-11-20/summary.json"}
            /v1/reports/2026-11-20                                          | reader | 200 | "day":"2026-11-20","run":"20261121T030000Z-00000001"
            /v1/reports/2026-11-20/summary.json                             | reader | 200 | {"verdict":"pass"}
            /v1/reports/2026-11-20/nothing.json                             | reader | 404 | has no file 'nothing.json'
            /v1/reports/2026-11-21                                          | reader | 404 | there is no report of '2026-11-21'
            /v1/nothing                                                     | reader | 404 | urn:tidemark:problem:not-found
            """)
    void aQuestionHasOneAnswerBothWays(String path, String key, int status, String said) throws Exception {
        String asked = path.replace("WINDOWS", WINDOWS);
        Map<String, String> headers = key == null ? Map.of() : Map.of("X-Api-Key", key);
        Reply reply = overHttp(asked, headers);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).contains(said);
        assertThat(reply.headers().get("content-type"))
                .isEqualTo(status < 400 ? "application/json" : "application/problem+json");
        QueryDocument.of(ways()).requireForetold(asked, reply);
        Reply called = ways().asFunction("GET", asked, headers);
        assertThat(called.status()).isEqualTo(status);
        assertThat(called.body()).isEqualTo(reply.body());
        assertThat(called.said()).isEqualTo(reply.said());
    }

    @Test
    void pagesAreLinkedAndHaveEveryValueOnce() throws Exception {
        List<String> values = new ArrayList<>();
        String next = WINDOWS + "&limit=3";
        int pages = 0;
        while (!next.isEmpty()) {
            Reply reply = overHttp(next, Map.of("X-Api-Key", StackForTests.KEY));
            JsonNode page = JSON.readTree(reply.body());
            page.path("windows")
                    .forEach(window ->
                            values.add(window.path("windowStart").asText().substring(14, 16)
                                    + window.path("key").asText()
                                    + window.path("values").path("count").asText()));
            next = page.path("next").asText("");
            pages++;
        }
        assertThat(values)
                .containsExactly("00a1", "00b1", "01a99", "01b2", "02a3", "02b3", "03a4", "03b4", "04a5", "04b5");
        assertThat(pages).isEqualTo(4);
    }

    /** A stretch without events takes pages of its own; the last one says why there was nothing on any. */
    @Test
    void theLastPageSaysWhyThereIsNothing() throws Exception {
        String next = "/v1/views/clicks/windows?key=nobody&from=2026-10-20T00:00:00Z&to=2026-11-20T12:05:00Z";
        List<String> answers = new ArrayList<>();
        while (!next.isEmpty()) {
            JsonNode page = JSON.readTree(
                    overHttp(next, Map.of("X-Api-Key", StackForTests.KEY)).body());
            answers.add(page.path("answer").asText());
            next = page.path("next").asText("");
        }
        assertThat(answers).containsExactly("windows", "empty");
    }

    @Test
    void linesAndCsvSayTheSameInHeaders() throws Exception {
        Reply lines = overHttp(
                WINDOWS + "&key=b&limit=2", Map.of("X-Api-Key", StackForTests.KEY, "Accept", "application/x-ndjson"));
        assertThat(lines.body().lines()).hasSize(2);
        QueryDocument.of(ways()).requireForetold(WINDOWS, lines);
        assertThat(lines.headers().get("link")).contains("&limit=2&format=ndjson&cursor=", "rel=\"next\"");
        Reply csv = overHttp(WINDOWS + "&key=b&format=csv", Map.of("Authorization", "Bearer " + StackForTests.KEY));
        assertThat(csv.body().lines())
                .hasSize(6)
                .startsWith("view,windowStart,windowEnd,key,status,source,revision,marks,count,sum,mean");
        assertThat(csv.headers()).containsEntry("tidemark-answer", "windows").doesNotContainKey("link");
    }

    @Test
    void whoHasAnAnswerIsToldSoAndVerifiedPagesOfOneStandpointLast() throws Exception {
        Map<String, String> key = Map.of("X-Api-Key", StackForTests.KEY);
        Reply first = overHttp(WINDOWS + "&limit=2", key);
        assertThat(first.headers()).containsEntry("cache-control", "private, no-cache");
        Map<String, String> known = new HashMap<>(key);
        known.put("If-None-Match", first.headers().get("etag"));
        Reply again = overHttp(WINDOWS + "&layer=stream&limit=2", known);
        assertThat(again.status()).as("another question").isEqualTo(200);
        String next = JSON.readTree(first.body()).path("next").asText();
        assertThat(overHttp(next, key).headers()).containsEntry("cache-control", "private, max-age=43170, immutable");
        assertThat(overHttp(next.replace("&limit=2", "&limit=9"), key).headers())
                .as("not all of them verified")
                .containsEntry("cache-control", "private, no-cache");
        Reply views = overHttp("/v1/views", key);
        known.put("If-None-Match", views.headers().get("etag"));
        Reply unchanged = overHttp("/v1/views", known);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
    }

    /** Behind the gateway as on a connection: a comma divides what is sent, and cuts nothing off. */
    @Test
    void headersWithCommasAreReadToTheirEnds() throws Exception {
        String accept = "text/html;q=0.9, text/csv";
        Map<String, String> csv = Map.of("X-Api-Key", StackForTests.KEY, "Accept", accept);
        Reply page = overHttp(WINDOWS, csv);
        assertThat(page.headers().get("content-type")).startsWith("text/csv");
        assertThat(ways().asFunction("GET", WINDOWS, csv).said()).isEqualTo(page.said());
        Map<String, String> known = new HashMap<>(csv);
        known.put("If-None-Match", "\"another\", " + page.headers().get("etag"));
        assertThat(overHttp(WINDOWS, known).status()).isEqualTo(304);
        assertThat(ways().asFunction("GET", WINDOWS, known).status()).isEqualTo(304);
    }

    /** No value for a key and no value for another are the same lines, and not the same answer. */
    @Test
    void aTagIsOfAllThatAnAnswerSays() throws Exception {
        Map<String, String> lines = Map.of("X-Api-Key", StackForTests.KEY, "Accept", "application/x-ndjson");
        Reply empty = overHttp(WINDOWS + "&key=nobody", lines);
        Reply notYet = overHttp("/v1/views/clicks/windows?key=nobody", lines);
        assertThat(empty.body()).isEmpty();
        assertThat(notYet.body()).isEmpty();
        assertThat(empty.headers().get("etag")).isNotEqualTo(notYet.headers().get("etag"));
    }

    /** It is somebody's data as a page: it may draw itself, and ask for nothing with the key of who looks at it. */
    @Test
    void aReportsFileDoesNothingInTheNameOfWhoReadsIt() throws Exception {
        assertThat(overHttp("/v1/reports/2026-11-20/summary.json", Map.of("X-Api-Key", StackForTests.KEY))
                        .headers())
                .containsEntry("content-security-policy", "sandbox allow-scripts")
                .containsEntry("x-content-type-options", "nosniff");
    }

    /** A poll without 'to' is the same question until the minute is over. */
    @Test
    void whoAsksAgainWithoutTimesGetsNothingNewWhileNothingIsNew() throws Exception {
        String open = "/v1/views/clicks/windows?layer=stream&limit=1&from=2026-11-20T12:00:00Z";
        Map<String, String> key = Map.of("X-Api-Key", StackForTests.KEY);
        Reply first = overHttp(open, key);
        Map<String, String> known = new HashMap<>(key);
        known.put("If-None-Match", first.headers().get("etag"));
        assertThat(overHttp(open, known).status()).isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200", "OPTIONS, 405", "POST, 405", "PUT, 405", "DELETE, 405", "PATCH, 405"})
    void anotherMethodIsToldTheRightOnes(String method, int status) throws Exception {
        Map<String, String> key = Map.of("X-Api-Key", StackForTests.KEY);
        Reply reply = ways().overHttp(method, "/v1/views", key);
        assertThat(reply.status()).isEqualTo(status);
        if (status == 405) {
            assertThat(reply.headers()).containsEntry("allow", "GET, HEAD");
            assertThat(reply.body()).contains("urn:tidemark:problem:method-not-allowed", "queries are asked with GET");
        } else {
            assertThat(reply.body()).isEmpty();
        }
        Reply called = ways().asFunction(method, "/v1/views", key);
        assertThat(called.status()).isEqualTo(status);
        assertThat(called.body()).isEqualTo(reply.body());
        assertThat(called.said()).isEqualTo(reply.said());
    }

    @Test
    void theDocumentHasEveryAddressAndNeedsNoKey() throws Exception {
        Reply document = overHttp("/q/openapi?format=json", Map.of());
        assertThat(overHttp("/q/swagger-ui/", Map.of()).status()).isEqualTo(200);
        assertThat(overHttp("/q/health", Map.of()).body()).contains("\"tables\"");
        TreeSet<String> paths = new TreeSet<>();
        JSON.readTree(document.body()).path("paths").fieldNames().forEachRemaining(paths::add);
        assertThat(paths)
                .containsExactly(
                        "/v1/reports",
                        "/v1/reports/{day}",
                        "/v1/reports/{day}/{file}",
                        "/v1/views",
                        "/v1/views/{view}",
                        "/v1/views/{view}/windows",
                        "/v1/watermarks");
    }

    private Reply overHttp(String path, Map<String, String> headers) throws Exception {
        return ways().overHttp("GET", path, headers);
    }

    private BothWays ways() {
        return new BothWays(server);
    }
}
