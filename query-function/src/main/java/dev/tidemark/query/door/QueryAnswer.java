package dev.tidemark.query.door;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An answer with a tag of its content, so that whoever has it already is told so with 304 and no content.
 *
 * @param mediaType of the body
 * @param body all of it
 * @param lastsFor how long the same address is answered the same at least; zero where nobody knows
 * @param headers beside those
 */
public record QueryAnswer(String mediaType, byte[] body, Duration lastsFor, Map<String, String> headers) {

    /** Of a JSON document. */
    public static final String JSON = "application/json";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String PROBLEM = "application/problem+json";

    public QueryAnswer {
        headers = Map.copyOf(headers);
    }

    /** Writes JSON. */
    @FunctionalInterface
    public interface JsonFields {
        void write(JsonGenerator json) throws IOException;
    }

    /** A JSON object of these fields. */
    public static QueryAnswer json(JsonFields fields) {
        return new QueryAnswer(JSON, write(fields), Duration.ZERO, Map.of());
    }

    /** The same content under another header. */
    public QueryAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new QueryAnswer(mediaType, body, lastsFor, more);
    }

    /**
     * As a response, to whoever says which tags he has.
     *
     * @param ifNoneMatch the header of that name, or null
     */
    public Response to(@Nullable String ifNoneMatch) {
        String tag = "\"" + tag() + "\"";
        boolean known = ifNoneMatch != null && (ifNoneMatch.strip().equals("*") || ifNoneMatch.contains(tag));
        Response.ResponseBuilder response = known
                ? Response.status(Response.Status.NOT_MODIFIED)
                : Response.ok(body).type(mediaType);
        headers.forEach(response::header);
        return response.header("ETag", tag)
                .header(
                        "Cache-Control",
                        lastsFor.toSeconds() > 0
                                ? "private, max-age=" + lastsFor.toSeconds() + ", immutable"
                                : "private, no-cache")
                .header("Vary", "X-Api-Key, Authorization, Accept")
                .build();
    }

    /** Of all that it says: of two answers with one body the headers may differ. */
    private String tag() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(utf8(mediaType + "\n" + new TreeMap<>(headers) + "\n"));
            return HexFormat.of().formatHex(digest.digest(body), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static Response of(QueryProblem problem) {
        Response.ResponseBuilder response = Response.status(problem.kind().status())
                .type(PROBLEM)
                .entity(document(problem))
                .header("Cache-Control", "no-store");
        if (problem.kind() == QueryProblem.Kind.UNAUTHORIZED) {
            response.header("WWW-Authenticate", "Basic realm=\"tidemark\"");
        }
        return response.build();
    }

    static String problemMediaType() {
        return PROBLEM;
    }

    static byte[] document(QueryProblem problem) {
        return write(json -> {
            json.writeStringField("type", problem.kind().uri());
            json.writeStringField("title", problem.kind().title());
            json.writeNumberField("status", problem.kind().status());
            json.writeStringField("detail", String.valueOf(problem.getMessage()));
        });
    }

    private static byte[] write(JsonFields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** A text in UTF-8. */
    public static byte[] utf8(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
