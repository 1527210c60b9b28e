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
 * How a run's state is written, said in an object of its own: {@code {"format":3,"computableFrom":20500,"recordsFrom":20497}}.
 *
 * @param keptDays from which days on records are there; without them in the object nothing has gone yet
 */
public record StateFormat(KeptDays keptDays) {

    /** Whoever changes what the state holds raises it. State of the first format does not name it. */
    public static final int VERSION = 3;

    private static final String COMPUTABLE_FROM = "computableFrom";
    private static final String RECORDS_FROM = "recordsFrom";
    private static final JsonMapper JSON = new JsonMapper();

    /** Writes the object's copy. */
    public void write(Path file) {
        ObjectNode root = JSON.createObjectNode().put("format", VERSION);
        if (!keptDays.equals(KeptDays.ALL)) {
            root.put(COMPUTABLE_FROM, keptDays.computableFrom()).put(RECORDS_FROM, keptDays.recordsFrom());
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
            return new StateFormat(new KeptDays(
                    root.path(COMPUTABLE_FROM).asLong(KeptDays.ALL.computableFrom()),
                    root.path(RECORDS_FROM).asLong(KeptDays.ALL.recordsFrom())));
        } catch (JsonProcessingException e) {
            throw new StateFormatException(run, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
