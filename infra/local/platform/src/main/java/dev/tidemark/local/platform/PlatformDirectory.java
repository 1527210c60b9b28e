package dev.tidemark.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A data directory that this process holds alone, by a file lock that the operating system takes back when the process
 * ends. Its holder leaves a note of the endpoints for other processes.
 */
final class PlatformDirectory implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String ENDPOINTS = "endpoints.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final FileChannel channel;

    private PlatformDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes it, creating it when missing; empty if another process, or another platform of this one, has it.
     *
     * @throws LocalRuntimeException if it cannot be written
     */
    static Optional<PlatformDirectory> tryLock(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            FileChannel channel = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                lock = null;
            }
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            Files.deleteIfExists(path.resolve(ENDPOINTS));
            return Optional.of(new PlatformDirectory(path, channel));
        } catch (IOException e) {
            throw new LocalRuntimeException(
                    RuntimeProblem.DATA_DIRECTORY,
                    "cannot write the data directory " + path + ": " + e
                            + ". Make it writable, or choose another with --data",
                    e);
        }
    }

    /**
     * Takes it.
     *
     * @throws LocalRuntimeException if it cannot be written, or another platform has it
     */
    static PlatformDirectory lock(Path directory) {
        return tryLock(directory)
                .orElseThrow(() -> new LocalRuntimeException(
                        RuntimeProblem.DATA_DIRECTORY_IN_USE,
                        "another Tidemark runs on the data directory " + directory.toAbsolutePath()
                                + ". Stop it, or choose another with --data"));
    }

    Path path() {
        return path;
    }

    Path in(String name) {
        return path.resolve(name);
    }

    /** Leaves a note of where everything listens. */
    void publish(Map<String, URI> endpoints) throws IOException {
        ObjectNode note = JSON.createObjectNode();
        note.put("pid", ProcessHandle.current().pid());
        endpoints.forEach((name, uri) -> note.put(name, uri.toString()));
        Path draft = in(ENDPOINTS + ".new");
        Files.writeString(draft, note.toPrettyString());
        Files.move(draft, in(ENDPOINTS), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The note in a directory that another process holds; empty while there is none. */
    static Map<String, URI> published(Path directory) throws IOException {
        Map<String, URI> endpoints = new TreeMap<>();
        Path file = directory.resolve(ENDPOINTS);
        if (Files.exists(file)) {
            JsonNode note = JSON.readTree(Files.readAllBytes(file));
            note.fields().forEachRemaining(entry -> {
                if (entry.getValue().isTextual()) {
                    endpoints.put(entry.getKey(), URI.create(entry.getValue().asText()));
                }
            });
        }
        return endpoints;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(in(ENDPOINTS));
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }
}
