package dev.tidemark.local.platform;

import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.local.runtime.lambda.FunctionSpec;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.KeyHashes;
import dev.tidemark.platform.PlatformFunction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The platform's functions as {@link PlatformFunction} has them, for the deployed stack as well; only what belongs to one
 * machine is added here: endpoints, the keys, how many instances two cores carry, and the compiler.
 */
final class Functions {

    static final String INGEST = PlatformFunction.INGEST.shortName();
    static final String WINDOW = PlatformFunction.WINDOW.shortName();
    static final String ARCHIVE = PlatformFunction.ARCHIVE.shortName();
    static final String TICK = PlatformFunction.TICK.shortName();
    static final String QUERY = PlatformFunction.QUERY.shortName();

    /** Functions that run all the time are compiled for throughput; the others only for a quick start. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private final LocalPlatformOptions options;
    private final Names names;
    private final Map<String, String> local = new HashMap<>();

    Functions(LocalPlatformOptions options, Names names, Emulators emulators) {
        this.options = options;
        this.names = names;
        local.putAll(options.callerLimits().environment());
        local.put(Environment.TRUST_RECEIVED_AT, Boolean.toString(options.trustReceivedAt()));
        for (Emulator emulator : Emulator.values()) {
            local.put(
                    "AWS_ENDPOINT_URL_" + emulator.name(),
                    emulators.endpoint(emulator).toString());
        }
    }

    List<FunctionSpec> all() {
        return List.of(
                function(PlatformFunction.INGEST, 2).withJvmFlags(),
                function(PlatformFunction.WINDOW, 2).withJvmFlags(),
                function(PlatformFunction.ARCHIVE, 1).withJvmFlags(QUICK_START),
                function(PlatformFunction.TICK, 1).withJvmFlags(QUICK_START),
                function(PlatformFunction.QUERY, 2).withJvmFlags(QUICK_START));
    }

    private FunctionSpec function(PlatformFunction function, int concurrency) {
        String name = function.shortName();
        Map<String, String> variables = new HashMap<>(function.environment(
                names.stream(),
                names.bucket(),
                names::table,
                options.viewsFile().toString()));
        variables.putAll(local);
        function.keysVariable().ifPresent(variable -> variables.put(variable, KeyHashes.hash(keyOf(function))));
        return FunctionSpec.of(name, options.checkout().zip(function), function.handler())
                .withMemory(function.memoryMegabytes())
                .withTimeout(function.timeout())
                .withMaxConcurrency(options.maxConcurrency().getOrDefault(name, concurrency))
                .withEnvironment(variables);
    }

    private String keyOf(PlatformFunction function) {
        return function == PlatformFunction.QUERY ? options.queryKey() : options.apiKey();
    }
}
