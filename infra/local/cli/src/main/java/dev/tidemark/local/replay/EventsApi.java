package dev.tidemark.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.local.outcome.CannotRunException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** {@code POST /v1/events} with NDJSON, one envelope of one event a line, and its answers as verdicts. */
final class EventsApi {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Longer than the function may take, so that the answer, and not this end, says what became of a body. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI events;
    private final String apiKey;

    EventsApi(URI base, String apiKey) {
        this.events = base.resolve("/v1/events");
        this.apiKey = apiKey;
    }

    /**
     * Posts the events as one body.
     *
     * @throws IOException if there is no answer, or one that says only that the server failed: the outcome is unknown and
     *     the same body may be posted again, its ids are recognised
     * @throws CannotRunException if the API refuses this sender or this kind of body for good
     */
    PostAnswer post(List<RecordedEvent> body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(events)
                .header("Content-Type", "application/x-ndjson")
                .header("X-Api-Key", apiKey)
                .timeout(ANSWER)
                .POST(HttpRequest.BodyPublishers.ofByteArray(ndjson(body)))
                .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        Optional<Duration> retryAfter =
                response.headers().firstValue("Retry-After").flatMap(EventsApi::seconds);
        return switch (response.statusCode()) {
            case 200 -> new PostAnswer(perLine(response.body(), body.size()), retryAfter);
            case 400 -> new PostAnswer(refusedWhole(response.body(), body.size()), retryAfter);
            case 429, 503 -> new PostAnswer(Collections.nCopies(body.size(), PostVerdict.RETRY), retryAfter);
            case 401, 403 ->
                throw new CannotRunException(events + " does not accept the API key. Name the right one with --key.");
            case 500, 502, 504 ->
                throw new IOException("status " + response.statusCode() + ": " + detail(response.body()));
            default ->
                throw new CannotRunException(events + " answered with status " + response.statusCode() + ": "
                        + detail(response.body()) + ". Is that the address of tidemark's API?");
        };
    }

    private static byte[] ndjson(List<RecordedEvent> body) {
        int size = body.stream().mapToInt(event -> event.envelope().length + 1).sum();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        for (RecordedEvent event : body) {
            bytes.writeBytes(event.envelope());
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    private static List<PostVerdict> perLine(byte[] answer, int lines) throws IOException {
        List<PostVerdict> verdicts = new ArrayList<>(lines);
        try (MappingIterator<JsonNode> nodes = JSON.readerFor(JsonNode.class).readValues(answer)) {
            while (nodes.hasNext()) {
                verdicts.add(verdict(nodes.next()));
            }
        }
        if (verdicts.size() != lines) {
            throw new IOException("the answer has " + verdicts.size() + " lines for a body of " + lines);
        }
        return verdicts;
    }

    /** Of an answer object about one event: accepted, to be retried, or rejected; or a problem about its envelope. */
    private static PostVerdict verdict(JsonNode answer) throws IOException {
        if (answer.path("accepted").asInt() == 1) {
            return PostVerdict.ACCEPTED;
        }
        if (!answer.path("retry").isEmpty()) {
            return PostVerdict.RETRY;
        }
        JsonNode rejected = answer.path("rejected").path(0);
        if (!rejected.isMissingNode()) {
            return new PostVerdict.Rejected(
                    rejected.path("code").asText(), rejected.path("detail").asText());
        }
        if (answer.has("detail") || answer.has("title")) {
            return problem(answer);
        }
        throw new IOException("the answer says nothing of the event: " + answer);
    }

    /** A problem document with a verdict for each line in {@code lines}, or one problem for them all. */
    private static List<PostVerdict> refusedWhole(byte[] answer, int lines) throws IOException {
        JsonNode problem = JSON.readTree(answer);
        JsonNode perLine = problem.path("lines");
        if (perLine.size() != lines) {
            return Collections.nCopies(lines, problem(problem));
        }
        List<PostVerdict> verdicts = new ArrayList<>(lines);
        for (JsonNode line : perLine) {
            verdicts.add(verdict(line));
        }
        return verdicts;
    }

    private static PostVerdict problem(JsonNode problem) {
        return new PostVerdict.Rejected(
                problem.path("title").asText("refused"), problem.path("detail").asText(""));
    }

    private static String detail(byte[] answer) {
        try {
            JsonNode problem = JSON.readTree(answer);
            return problem.path("detail").asText(problem.path("title").asText("no reason given"));
        } catch (IOException e) {
            return "no reason given";
        }
    }

    private static Optional<Duration> seconds(String header) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(header.trim()))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
