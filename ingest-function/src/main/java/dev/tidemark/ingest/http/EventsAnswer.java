package dev.tidemark.ingest.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.tidemark.ingest.Arrival;
import dev.tidemark.ingest.Verdict;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to {@code POST /v1/events}: the verdicts on one envelope, or on one a line. */
final class EventsAnswer {

    private final List<@Nullable Problem> problems;
    private final List<Verdict> verdicts;
    private final Arrival arrival;
    private final long respondedAtMillis;

    /**
     * An answer.
     *
     * @param problems of the lines of the body; null for one that is an envelope
     * @param verdicts one for each envelope, in order
     */
    EventsAnswer(List<@Nullable Problem> problems, List<Verdict> verdicts, Arrival arrival, long respondedAtMillis) {
        this.problems = problems;
        this.verdicts = verdicts;
        this.arrival = arrival;
        this.respondedAtMillis = respondedAtMillis;
    }

    /** To one envelope. */
    Response json() {
        Problem.Members fields = json -> writeFields(json, verdicts.get(0));
        return answer().respond("application/json", () -> JsonAnswer.writeObject(fields), fields);
    }

    /** To many: one object a line. */
    Response ndjson() {
        return answer().respond("application/x-ndjson", this::lines, json -> {
            json.writeArrayFieldStart("lines");
            writeLines(json);
            json.writeEndArray();
        });
    }

    private Answer answer() {
        int accepted = 0;
        int retries = 0;
        int rejected = problems.size() - verdicts.size();
        for (Verdict verdict : verdicts) {
            accepted += verdict.accepted();
            retries += verdict.retries();
            rejected += verdict.rejected();
        }
        return new Answer(accepted, retries, rejected);
    }

    private byte[] lines() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 * problems.size());
        JsonAnswer.write(bytes, json -> {
            json.setRootValueSeparator(new SerializedString("\n"));
            writeLines(json);
        });
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private void writeLines(JsonGenerator json) throws IOException {
        Iterator<Verdict> next = verdicts.iterator();
        for (Problem problem : problems) {
            if (problem != null) {
                problem.write(json);
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
