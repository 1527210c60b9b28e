package dev.tidemark.ingest.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.ingest.Arrival;
import dev.tidemark.ingest.Verdict;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/**
 * The answer to {@code POST /v1/events}: 200 when at least one event was accepted, or some are merely to be retried; 503
 * when all are; 400 when none was valid. Then the verdicts are members of the problem document.
 */
final class EventsAnswer {

    private static final String NDJSON = "application/x-ndjson";

    private final List<Line> lines;
    private final List<Verdict> verdicts;
    private final Arrival arrival;
    private final long respondedAtMillis;

    /**
     * An answer.
     *
     * @param lines of the body
     * @param verdicts one for each line that was read, in order
     */
    EventsAnswer(List<Line> lines, List<Verdict> verdicts, Arrival arrival, long respondedAtMillis) {
        this.lines = lines;
        this.verdicts = verdicts;
        this.arrival = arrival;
        this.respondedAtMillis = respondedAtMillis;
    }

    /** To one envelope. */
    Response json() {
        return answer("application/json", "", json -> writeFields(json, verdicts.get(0)));
    }

    /** To many: one object a line. */
    Response ndjson() {
        return answer(NDJSON, "lines", this::writeLines);
    }

    private Response answer(String mediaType, String memberOfProblem, Problem.Members content) {
        int accepted = 0;
        int retries = 0;
        int rejected = 0;
        for (Verdict verdict : verdicts) {
            accepted += verdict.accepted();
            retries += verdict.retries();
            rejected += verdict.rejected();
        }
        boolean broken = lines.size() > verdicts.size();
        if (accepted == 0 && (retries == 0 || (rejected == 0 && !broken))) {
            ProblemType type = retries == 0 ? ProblemType.NO_VALID_EVENT : ProblemType.UNAVAILABLE;
            return Problems.respond(Problem.of(type, null, json -> {
                if (memberOfProblem.isEmpty()) {
                    content.write(json);
                } else {
                    json.writeArrayFieldStart(memberOfProblem);
                    content.write(json);
                    json.writeEndArray();
                }
            }));
        }
        Response.ResponseBuilder response = Response.ok(body(mediaType, content), mediaType);
        if (retries > 0) {
            response.header("Retry-After", Problems.retryAfterSeconds());
        }
        return response.build();
    }

    private byte[] body(String mediaType, Problem.Members content) {
        if (!mediaType.equals(NDJSON)) {
            return JsonAnswer.write(json -> {
                json.writeStartObject();
                content.write(json);
                json.writeEndObject();
            });
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 * lines.size());
        JsonAnswer.write(bytes, json -> {
            json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
            content.write(json);
        });
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private void writeLines(JsonGenerator json) throws IOException {
        Iterator<Verdict> next = verdicts.iterator();
        for (Line line : lines) {
            if (line instanceof Line.Broken broken) {
                broken.problem().write(json);
            } else {
                json.writeStartObject();
                writeFields(json, next.next());
                json.writeEndObject();
            }
        }
    }

    private void writeFields(JsonGenerator json, Verdict verdict) throws IOException {
        VerdictWriter.writeFields(json, verdict, arrival, respondedAtMillis);
    }
}
