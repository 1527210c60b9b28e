package dev.tidemark.ingest.door;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.ingest.reading.UnreadableException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A problem document of RFC 9457.
 *
 * @param detail what is wrong this time, or null
 * @param line of the body, from 1, or 0
 * @param column of the line, from 1, or 0
 * @param members what a caller may need beyond it, or null
 */
public record Problem(ProblemType type, @Nullable String detail, int line, int column, Answer.@Nullable Json members) {

    /** Of a problem document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemType type, @Nullable String detail) {
        return new Problem(type, detail, 0, 0, null);
    }

    /** With more members than every problem has. */
    public static Problem of(ProblemType type, @Nullable String detail, Answer.Json members) {
        return new Problem(type, detail, 0, 0, members);
    }

    /** Of a text that is no envelope. */
    public static Problem of(UnreadableException e) {
        ProblemType type =
                switch (e.reason()) {
                    case SYNTAX -> ProblemType.INVALID_JSON;
                    case ENVELOPE -> ProblemType.INVALID_ENVELOPE;
                    case DEVICE -> ProblemType.INVALID_DEVICE;
                    case EMPTY -> ProblemType.NO_VALID_EVENT;
                    case TOO_MANY_EVENTS -> ProblemType.TOO_MANY_EVENTS;
                };
        return new Problem(type, e.getMessage(), e.line(), e.column(), null);
    }

    /** The document, as a JSON value. */
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type.uri());
        json.writeStringField("title", type.title());
        json.writeNumberField("status", type.status());
        if (detail != null) {
            json.writeStringField("detail", detail);
        }
        if (line > 0) {
            json.writeNumberField("line", line);
        }
        if (column > 0) {
            json.writeNumberField("column", column);
        }
        if (members != null) {
            members.write(json);
        }
        json.writeEndObject();
    }

    /** The problem as the answer to a request. */
    public ProblemException toException() {
        return new ProblemException(this);
    }
}
