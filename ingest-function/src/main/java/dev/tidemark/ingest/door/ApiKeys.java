package dev.tidemark.ingest.door;

import dev.tidemark.ingest.IngestConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The accepted keys, of which only hashes are known. */
@ApplicationScoped
class ApiKeys {

    private static final Logger LOG = Logger.getLogger(ApiKeys.class);
    private static final int LONGEST_KEY = 512;
    private static final int READ_AGAIN_SECONDS = 5;

    private final List<byte[]> fixed;
    private final Optional<Path> file;
    private final RateLimits limits;
    private volatile List<byte[]> hashes;

    ApiKeys(IngestConfig config, RateLimits limits) {
        this.fixed = parse(config.apiKeyHashes().orElse(List.of()));
        this.file = config.apiKeyHashesFile();
        this.limits = limits;
        this.hashes = fixed;
        if (file.isPresent()) {
            readFile();
        } else if (fixed.isEmpty()) {
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
            List<byte[]> all = new ArrayList<>(fixed);
            all.addAll(parse(Files.readAllLines(file.orElseThrow()).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList()));
            hashes = List.copyOf(all);
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("the file of key hashes cannot be read, the last ones stay: %s", e.toString());
        }
    }

    private static List<byte[]> parse(List<String> texts) {
        List<byte[]> hashes = new ArrayList<>();
        for (String text : texts) {
            if (!text.strip().matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("the hash of a key is 64 lower-case hex digits, which one of "
                        + text.strip().length() + " characters is not");
            }
            hashes.add(HexFormat.of().parseHex(text.strip()));
        }
        return hashes;
    }

    /** Whether the key is one of the accepted, in a time that does not tell which, nor how nearly. */
    boolean accept(String key) {
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            return false;
        }
        byte[] hash = sha256(key);
        boolean accepted = false;
        for (byte[] known : hashes) {
            accepted |= MessageDigest.isEqual(known, hash);
        }
        return accepted;
    }

    /**
     * Lets a request go on, and counts it.
     *
     * @throws ProblemException if the key is not {@linkplain #accept accepted}, or sends too often
     */
    void require(Optional<String> key) {
        if (key.filter(this::accept).isEmpty()) {
            throw Problem.of(
                            ProblemType.UNAUTHORIZED,
                            key.isEmpty()
                                    ? "send the key as X-Api-Key, or as the user name of basic authentication"
                                    : "the key is not known")
                    .toException();
        }
        limits.countKey(key.get());
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
