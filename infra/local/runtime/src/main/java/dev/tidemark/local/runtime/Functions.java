package dev.tidemark.local.runtime;

import dev.tidemark.domain.platform.Environment;
import dev.tidemark.local.emulator.Emulator;
import dev.tidemark.local.emulator.Emulators;
import dev.tidemark.local.lambda.FunctionSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The platform's functions: packages, handlers, sizes and variables. */
final class Functions {

    static final String INGEST = "ingest";
    static final String WINDOW = "window";
    static final String ARCHIVE = "archive";
    static final String TICK = "tick";

    /** Functions that run all the time are compiled for throughput; the others only for a quick start. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private final LocalPlatformOptions options;
    private final Map<String, String> environment = new HashMap<>();

    Functions(LocalPlatformOptions options, Names names, Emulators emulators) {
        this.options = options;
        environment.putAll(names.environment());
        environment.put(Environment.VIEWS, options.viewsFile().toString());
        environment.put(Environment.API_KEY_HASHES, sha256(options.apiKey()));
        environment.put(Environment.TRUST_RECEIVED_AT, Boolean.toString(options.trustReceivedAt()));
        for (Emulator emulator : Emulator.values()) {
            environment.put(
                    "AWS_ENDPOINT_URL_" + emulator.name(),
                    emulators.endpoint(emulator).toString());
        }
    }

    List<FunctionSpec> all() {
        return List.of(
                function(INGEST, "ingest-function", 1_024, Duration.ofSeconds(29), 2)
                        .withJvmFlags(),
                function(WINDOW, "window-function", 1_024, Duration.ofSeconds(60), 2)
                        .withJvmFlags(),
                function(ARCHIVE, "window-function", 512, Duration.ofSeconds(60), 1)
                        .withJvmFlags(QUICK_START),
                function(TICK, "window-function", 512, Duration.ofSeconds(120), 1)
                        .withJvmFlags(QUICK_START));
    }

    private FunctionSpec function(String name, String module, int memory, Duration timeout, int concurrency) {
        Path zip = options.repository().resolve(module).resolve("target/function.zip");
        Map<String, String> variables = new HashMap<>(environment);
        if (!name.equals(INGEST)) {
            variables.put(Environment.HANDLER_NAME, name);
        }
        FunctionSpec function = FunctionSpec.of(name, zip, Environment.QUARKUS_HANDLER)
                .withMemory(memory)
                .withTimeout(timeout)
                .withMaxConcurrency(options.maxConcurrency().getOrDefault(name, concurrency))
                .withEnvironment(variables);
        return function;
    }

    static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
