package dev.tidemark.local.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that holds a data directory, and where it listens; {@code run.json} in that directory, for as long as it
 * runs. All addresses are on loopback.
 *
 * @param pid of the process
 * @param command its subcommand, as {@code up}
 * @param startedAt when everything was up
 */
public record RunningPlatform(
        long pid, String command, Instant startedAt, URI ingest, URI kinesis, URI dynamoDb, URI s3) {

    static final String FILE = "run.json";

    private static final JsonMapper JSON = new JsonMapper();

    /** What {@code run.json} says; empty if there is none, or none that can be read. */
    static Optional<RunningPlatform> read(Path directory) {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(directory.resolve(FILE)));
            return Optional.of(new RunningPlatform(
                    json.required("pid").asLong(),
                    json.required("command").asText(),
                    Instant.parse(json.required("startedAt").asText()),
                    address(json, "ingest"),
                    address(json, "kinesis"),
                    address(json, "dynamoDb"),
                    address(json, "s3")));
        } catch (IOException | RuntimeException e) {
            // Absent, or left half-described by another version: either way nobody can be reached through it.
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
                        .put("ingest", ingest.toString())
                        .put("kinesis", kinesis.toString())
                        .put("dynamoDb", dynamoDb.toString())
                        .put("s3", s3.toString())
                        .toPrettyString()
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static URI address(JsonNode json, String name) {
        return URI.create(json.required(name).asText());
    }
}
