package dev.tidemark.ingest.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON written by hand: answers are small, and known. */
final class JsonAnswer {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonAnswer() {}

    /** One JSON text. */
    static byte[] write(Problem.Members content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        write(bytes, content);
        return bytes.toByteArray();
    }

    /** One JSON object of these fields. */
    static byte[] writeObject(Problem.Members fields) {
        return write(json -> {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        });
    }

    /** Adds one JSON text to others. */
    static void write(ByteArrayOutputStream bytes, Problem.Members content) {
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }
}
