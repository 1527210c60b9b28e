package dev.tidemark.local.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that runs a platform on a data directory; {@code run.json} in it, from when everything is up until it is
 * stopped.
 *
 * @param pid of the process
 * @param command its subcommand, as {@code up}
 * @param startedAt when everything was up
 */
public record Holder(long pid, String command, Instant startedAt) {

    static final String FILE = "run.json";

    private static final JsonMapper JSON = new JsonMapper();

    /** What {@code run.json} says; empty if there is none, or none that can be read. */
    static Optional<Holder> read(Path directory) {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(directory.resolve(FILE)));
            return Optional.of(new Holder(
                    json.required("pid").asLong(),
                    json.required("command").asText(),
                    Instant.parse(json.required("startedAt").asText())));
        } catch (IOException | RuntimeException e) {
            // Absent, or of another version: it names nobody either way.
            return Optional.empty();
        }
    }

    void write(Path directory) {
        WholeFile.write(
                directory.resolve(FILE),
                JSON.createObjectNode()
                        .put("pid", pid)
                        .put("command", command)
                        .put("startedAt", startedAt.toString())
                        .toPrettyString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** {@code process 4711 ('tidemark up')}. */
    @Override
    public String toString() {
        return "process " + pid + " ('tidemark " + command + "')";
    }
}
