package dev.tidemark.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay against an API that says what the test wants; {@link #happened} is everything it did, in order. */
class ReplayTest {

    private static final Reply ACCEPT = Reply.eachLine(id -> "{\"accepted\":1,\"rejected\":[],\"retry\":[]}");

    @TempDir
    Path temp;

    private final List<String> happened = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void anApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/events", this::answer);
        server.start();
    }

    @AfterEach
    void stopIt() {
        server.stop(0);
    }

    @Test
    void heartbeats_of_the_recordings_clock_stand_before_the_first_event_at_or_after_them() throws Exception {
        ReplayOutcome outcome = replay("05 a", "09 b", "10 c", "12 d", "47 e");
        assertThat(happened).containsExactly("a b", "beat :10", "c d", "beat :40", "e");
        assertThat(outcome.accepted()).isEqualTo(5);
        assertThat(IsoInstant.format(outcome.lastReceivedAtMillis())).isEqualTo("2024-07-15T08:00:47.000Z");
    }

    @Test
    void a_body_has_500_events_at_most() throws Exception {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 1201; i++) {
            events.add("01 e" + i);
        }
        replay(events.toArray(String[]::new));
        assertThat(happened).extracting(body -> body.split(" ").length).containsExactly(500, 500, 201);
    }

    @Test
    void what_is_to_be_retried_goes_again_before_anything_after_it() throws Exception {
        replies.add(Reply.eachLine(
                id -> id.equals("b") ? "{\"accepted\":0,\"retry\":[{\"index\":0,\"id\":\"b\"}]}" : "{\"accepted\":1}"));
        replies.add(new Reply(503, body -> "{}"));
        ReplayOutcome outcome = replay("01 a", "02 b", "03 c", "11 d");
        assertThat(happened).containsExactly("a b c", "b", "b", "beat :10", "d");
        assertThat(outcome.accepted()).isEqualTo(4);
    }

    @Test
    void a_server_that_failed_is_asked_again() throws Exception {
        replies.add(new Reply(502, body -> "oops"));
        assertThat(replay("01 a").accepted()).isEqualTo(1);
        assertThat(happened).containsExactly("a", "a");
    }

    @Test
    void rejected_events_are_counted_and_the_first_are_named_with_their_line() throws Exception {
        replies.add(Reply.eachLine(id -> id.equals("b")
                ? "{\"accepted\":0,\"rejected\":[{\"index\":0,\"id\":\"b\",\"code\":\"too_old\",\"detail\":\"91 days\"}]}"
                : "{\"accepted\":1}"));
        ReplayOutcome outcome = replay("01 a", "02 b", "03 c");
        assertThat(outcome.rejected()).isEqualTo(1);
        assertThat(outcome.firstRejections())
                .singleElement()
                .asString()
                .endsWith("recording.ndjson:2: too_old, 91 days");
    }

    @Test
    void a_body_without_a_valid_event_is_rejected_line_by_line() throws Exception {
        replies.add(new Reply(
                400,
                body -> "{\"title\":\"The body has no valid event\",\"status\":400,\"lines\":["
                        + "{\"accepted\":0,\"rejected\":[{\"index\":0,\"code\":\"invalid_time\",\"detail\":\"x\"}]},"
                        + "{\"title\":\"The envelope has no valid deviceId\",\"detail\":\"too long\"}]}"));
        ReplayOutcome outcome = replay("01 a", "02 b");
        assertThat(outcome.rejected()).isEqualTo(2);
        assertThat(outcome.firstRejections())
                .extracting(Rejection::code)
                .containsExactly("invalid_time", "The envelope has no valid deviceId");
    }

    @Test
    void a_body_refused_as_a_whole_rejects_each_of_its_events() throws Exception {
        replies.add(new Reply(400, body -> "{\"title\":\"No\",\"detail\":\"never\"}"));
        assertThat(replay("01 a", "02 b").firstRejections())
                .extracting(Rejection::detail)
                .containsExactly("never", "never");
    }

    @Test
    void an_api_that_refuses_the_key_stops_the_replay() {
        replies.add(new Reply(401, body -> "{}"));
        assertThatThrownBy(() -> replay("01 a")).hasMessageContaining("does not accept the API key");
    }

    @Test
    void a_bad_line_stops_the_replay_before_any_event_behind_it() {
        assertThatThrownBy(() -> replay("01 a", "11 b", "21 c", "x x", "31 d"))
                .hasMessageContaining("recording.ndjson:4: receivedAt");
        assertThat(happened).startsWith("a").doesNotContain("d");
    }

    private ReplayOutcome replay(String... secondsAndIds) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String event : secondsAndIds) {
            String[] parts = event.split(" ");
            lines.add(RecordingTest.line("d", parts[0], parts[1]));
        }
        Path file = Files.write(temp.resolve("recording.ndjson"), lines);
        URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (Recording recording = Recording.open(List.of(file))) {
            return new RecordingReplay(api, "local", Duration.ofSeconds(10), this::note, progress -> {}).run(recording);
        }
    }

    private void note(LogRecord control) {
        LogRecord.Heartbeat heartbeat = (LogRecord.Heartbeat) control;
        happened.add("beat " + IsoInstant.format(heartbeat.atMillis()).substring(16, 19));
    }

    private void answer(HttpExchange exchange) throws IOException {
        List<String> ids = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1"))
                .toList();
        happened.add(String.join(" ", ids));
        Reply reply = replies.isEmpty() ? ACCEPT : replies.remove(0);
        byte[] bytes = reply.body().apply(ids).getBytes(StandardCharsets.UTF_8);
        if (reply.status() != 200) {
            exchange.getResponseHeaders().add("Retry-After", "0");
        }
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private record Reply(int status, Function<List<String>, String> body) {
        static Reply eachLine(Function<String, String> line) {
            return new Reply(200, ids -> ids.stream().map(line).collect(Collectors.joining("\n", "", "\n")));
        }
    }
}
