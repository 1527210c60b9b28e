package dev.tidemark.ingest.http;

import dev.tidemark.ingest.IngestConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The accepted keys, of which only hashes are known. */
@ApplicationScoped
class ApiKeys {

    private static final Logger LOG = Logger.getLogger(ApiKeys.class);
    private static final int LONGEST_KEY = 512;

    private final List<byte[]> hashes = new ArrayList<>();

    ApiKeys(IngestConfig config) {
        for (String hash : config.apiKeyHashes().orElse(List.of())) {
            if (!hash.strip().matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "tidemark.api-key-hashes: each hash is 64 lower-case hex digits, which one of "
                                + hash.strip().length() + " characters is not");
            }
            hashes.add(HexFormat.of().parseHex(hash.strip()));
        }
        if (hashes.isEmpty()) {
            LOG.warn("tidemark.api-key-hashes is empty: every request will be refused");
        }
    }

    /** A bad hash is refused at start, not by the first request. */
    void start(@Observes StartupEvent event) {
        LOG.debugf("%d keys", hashes.size());
    }

    /** Whether the key is one of the accepted, in a time that does not tell which, nor how nearly. */
    boolean accept(@Nullable String key) {
        if (key == null || key.isEmpty() || key.length() > LONGEST_KEY) {
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
     * Lets a request go on.
     *
     * @throws ProblemException if the key is not {@linkplain #accept accepted}
     */
    void require(@Nullable String key) {
        if (!accept(key)) {
            throw Problem.of(
                            ProblemType.UNAUTHORIZED,
                            key == null
                                    ? "send the key as X-Api-Key, or as the user name of basic authentication"
                                    : "the key is not known")
                    .toException();
        }
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
