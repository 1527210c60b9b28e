package dev.tidemark.ingest.door;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An answer, whatever the protocol: made of JSON that is written by hand, since answers are small and known, and turned
 * into HTTP here alone.
 *
 * @param sendAgain whether something is to be sent again, which is said by {@code Retry-After}
 */
public record Answer(int status, String mediaType, byte[] body, boolean sendAgain) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final SerializedString NEW_LINE = new SerializedString("\n");

    /** Writes JSON: whole values, or fields into an open object. */
    @FunctionalInterface
    public interface Json {
        void write(JsonGenerator json) throws IOException;
    }

    /** One JSON object of these fields. */
    public static Answer json(int status, Json fields) {
        return new Answer(
                status,
                "application/json",
                write(json -> {
                    json.writeStartObject();
                    fields.write(json);
                    json.writeEndObject();
                }),
                false);
    }

    /** One JSON value a line. */
    public static Answer ndjson(int status, Json values) {
        byte[] lines = write(json -> {
            json.setRootValueSeparator(NEW_LINE);
            values.write(json);
            json.writeRaw('\n');
        });
        return new Answer(status, "application/x-ndjson", lines, false);
    }

    /** A problem document. */
    public static Answer of(Problem problem) {
        return new Answer(
                problem.type().status(),
                Problem.MEDIA_TYPE,
                write(problem::write),
                problem.type().mayBeRetried());
    }

    /** The same answer, saying whether something is to be sent again. */
    public Answer toBeSentAgainIf(boolean again) {
        return new Answer(status, mediaType, body, again);
    }

    Response toResponse() {
        Response.ResponseBuilder response =
                Response.status(status).type(mediaType).entity(body);
        if (status == ProblemType.UNAUTHORIZED.status()) {
            response.header("WWW-Authenticate", "Basic realm=\"tidemark\"");
        }
        if (sendAgain) {
            response.header("Retry-After", retryAfterSeconds());
        }
        return response.build();
    }

    /** One to three seconds, so that the callers of one bad moment do not come back together. */
    static int retryAfterSeconds() {
        return ThreadLocalRandom.current().nextInt(1, 4);
    }

    private static byte[] write(Json content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
