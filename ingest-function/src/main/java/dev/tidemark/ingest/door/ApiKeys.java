package dev.tidemark.ingest.door;

import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.platform.KeyHashes;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The accepted keys, of which only hashes are known. */
@ApplicationScoped
class ApiKeys {

    private static final Logger LOG = Logger.getLogger(ApiKeys.class);
    private static final int READ_AGAIN_SECONDS = 5;

    private final List<String> fixed;
    private final Optional<Path> file;
    private final RateLimits limits;
    private volatile KeyHashes accepted;

    ApiKeys(IngestConfig config, RateLimits limits) {
        this.fixed = config.apiKeyHashes().orElse(List.of());
        this.file = config.apiKeyHashesFile();
        this.limits = limits;
        this.accepted = KeyHashes.of(fixed);
        if (file.isPresent()) {
            readFile();
        } else if (accepted.isEmpty()) {
            LOG.warn("tidemark.api-key-hashes is empty: every request will be refused");
        }
    }

    /** Hashes that are none are refused at start, not by the first request. */
    void start(@Observes StartupEvent event) {
        if (file.isPresent()) {
            var unused = Infrastructure.getDefaultWorkerPool()
                    .scheduleWithFixedDelay(this::readFile, READ_AGAIN_SECONDS, READ_AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** If the file cannot be read, the keys read last stay in force. */
    private void readFile() {
        try {
            List<String> all = new ArrayList<>(fixed);
            Files.readAllLines(file.orElseThrow()).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(all::add);
            accepted = KeyHashes.of(all);
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("the file of key hashes cannot be read, the last ones stay: %s", e.toString());
        }
    }

    /**
     * Lets a request go on, and counts it.
     *
     * @throws ProblemException if the key is not accepted, or sends too often
     */
    void require(Optional<String> key) {
        if (key.filter(accepted::accept).isEmpty()) {
            throw Problem.of(
                            ProblemType.UNAUTHORIZED,
                            key.isEmpty()
                                    ? "send the key as X-Api-Key, or as the user name of basic authentication"
                                    : "the key is not known")
                    .toException();
        }
        limits.countKey(key.get());
    }
}
