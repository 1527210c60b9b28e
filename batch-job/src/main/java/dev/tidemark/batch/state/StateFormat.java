package dev.tidemark.batch.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a run's state is written, said in an object of its own: {@code {"format":2,"recordsFrom":20500}}.
 *
 * @param recordsFrom number of the first day of which all records are there; null where none has gone yet
 */
public record StateFormat(@Nullable Long recordsFrom) {

    /** Whoever changes what the state holds raises it. State of the first format does not name it. */
    public static final int VERSION = 2;

    private static final JsonMapper JSON = new JsonMapper();

    /** Writes the object's copy. */
    public void write(Path file) {
        ObjectNode root = JSON.createObjectNode().put("format", VERSION);
        if (recordsFrom != null) {
            root.put("recordsFrom", recordsFrom);
        }
        try {
            java.nio.file.Files.writeString(file, root.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Reads the object's copy.
     *
     * @param run whose state it is
     * @param file the copy, or null where there is no such object
     * @throws StateFormatException if the state is of another format
     */
    static StateFormat of(String run, @Nullable Path file) {
        if (file == null) {
            throw new StateFormatException(run, 1);
        }
        try {
            JsonNode root = JSON.readTree(java.nio.file.Files.readString(file));
            int format = root.path("format").asInt(0);
            if (format != VERSION) {
                throw new StateFormatException(run, format);
            }
            return new StateFormat(
                    root.hasNonNull("recordsFrom") ? root.get("recordsFrom").asLong() : null);
        } catch (JsonProcessingException e) {
            throw new StateFormatException(run, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
