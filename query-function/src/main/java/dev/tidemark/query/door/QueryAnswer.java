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
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer with a tag of its content, so that whoever has it already is told so with 304 and no content.
 *
 * @param mediaType of the body
 * @param body all of it
 * @param lasting whether the same address will never be answered otherwise
 * @param headers beside those
 */
public record QueryAnswer(String mediaType, byte[] body, boolean lasting, Map<String, String> headers) {

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
        return new QueryAnswer(JSON, write(fields), false, Map.of());
    }

    /** The same content under another header. */
    public QueryAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new QueryAnswer(mediaType, body, lasting, more);
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
                .header("Cache-Control", lasting ? "private, max-age=31536000, immutable" : "private, no-cache")
                .header("Vary", "X-Api-Key, Authorization, Accept")
                .build();
    }

    private String tag() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 12);
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
