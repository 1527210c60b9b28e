package dev.tidemark.local.platform;

import dev.tidemark.local.runtime.lambda.FunctionSpec;
import dev.tidemark.local.runtime.mapping.Cutting;
import dev.tidemark.local.runtime.mapping.MappingSpec;
import dev.tidemark.platform.CallerLimits;
import dev.tidemark.platform.CrossOrigin;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How to start a {@link LocalPlatform}.
 *
 * @param dataDir everything that the platform keeps; created when missing
 * @param checkout where the functions' packages and the runtime's parts are
 * @param ingestPort where to take events; 0 for any free port
 * @param queryPort where to answer queries, likewise
 * @param shards shards of a new stream, at least 1
 * @param viewsFile the views
 * @param apiKey the key that clients send with events
 * @param queryKey the key that they send with queries
 * @param crossOrigin whose pages may send, and with which headers: the variables of the gateway's stage
 * @param callerLimits how often they may; each instance of ingestion counts for itself
 * @param trustReceivedAt replay mode: envelopes carry their own {@code receivedAt}
 * @param tickEvery how often the tick runs by the wall clock; zero for on demand only
 * @param requestTimeout how long a client may take to send a request
 * @param affinity whether a shard's batches go to the same instance where possible
 * @param cutting where batches of the mappings are cut, and which come twice
 * @param maxConcurrency instances a function may have, by its name, where the default is not wanted
 * @param clock stamps requests and ticks, and judges the age of records
 * @param progress takes a line for each step of a start or stop
 * @param tuneFunction changes functions before they are deployed
 * @param tuneMapping changes mappings before they start
 */
public record LocalPlatformOptions(
        Path dataDir,
        Checkout checkout,
        int ingestPort,
        int queryPort,
        int shards,
        Path viewsFile,
        String apiKey,
        String queryKey,
        CrossOrigin crossOrigin,
        CallerLimits callerLimits,
        boolean trustReceivedAt,
        Duration tickEvery,
        Duration requestTimeout,
        boolean affinity,
        Cutting cutting,
        Map<String, Integer> maxConcurrency,
        Clock clock,
        Consumer<String> progress,
        UnaryOperator<FunctionSpec> tuneFunction,
        UnaryOperator<MappingSpec> tuneMapping) {

    public LocalPlatformOptions {
        if (shards < 1) {
            throw new IllegalArgumentException("shards >= 1: " + shards);
        }
        requirePort("ingestPort", ingestPort);
        requirePort("queryPort", queryPort);
        if (tickEvery.isNegative()) {
            throw new IllegalArgumentException("tickEvery >= 0: " + tickEvery);
        }
        maxConcurrency = Map.copyOf(maxConcurrency);
    }

    private static void requirePort(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("0 <= " + name + " <= 65535: " + port);
        }
    }

    /** Options for a data directory and a views file; everything else has a default. */
    public static Builder builder(Path dataDir, Path viewsFile) {
        return new Builder(dataDir, viewsFile);
    }

    /** Collects options. */
    public static final class Builder {
        private final Path dataDir;
        private final Path viewsFile;
        private @Nullable Checkout checkout;
        private int ingestPort;
        private int queryPort;
        private int shards = 4;
        private String apiKey = "local";
        private String queryKey = "reader";
        private CrossOrigin crossOrigin = CrossOrigin.NONE;
        private CallerLimits callerLimits = CallerLimits.NONE;
        private boolean trustReceivedAt;
        private Duration tickEvery = Duration.ofMinutes(1);
        private Duration requestTimeout = Duration.ofSeconds(30);
        private boolean affinity = true;
        private Cutting cutting = Cutting.FULL;
        private final Map<String, Integer> maxConcurrency = new HashMap<>();
        private Clock clock = Clock.systemUTC();
        private Consumer<String> progress = line -> {};
        private UnaryOperator<FunctionSpec> tuneFunction = UnaryOperator.identity();
        private UnaryOperator<MappingSpec> tuneMapping = UnaryOperator.identity();

        private Builder(Path dataDir, Path viewsFile) {
            this.dataDir = dataDir;
            this.viewsFile = viewsFile;
        }

        /** Default: the one that is {@linkplain Checkout#find found}. */
        public Builder checkout(Checkout where) {
            checkout = where;
            return this;
        }

        /** Default: 0, any free port. */
        public Builder ingestPort(int port) {
            ingestPort = port;
            return this;
        }

        /** Default: 0, any free port. */
        public Builder queryPort(int port) {
            queryPort = port;
            return this;
        }

        /** Default: 4. */
        public Builder shards(int count) {
            shards = count;
            return this;
        }

        /** Default: {@code local}. */
        public Builder apiKey(String key) {
            apiKey = key;
            return this;
        }

        /** Default: {@code reader}. */
        public Builder queryKey(String key) {
            queryKey = key;
            return this;
        }

        /** Default: none. */
        public Builder crossOrigin(CrossOrigin allowed) {
            crossOrigin = allowed;
            return this;
        }

        /** Default: none. */
        public Builder callerLimits(CallerLimits limits) {
            callerLimits = limits;
            return this;
        }

        /** Default: false. */
        public Builder trustReceivedAt(boolean trust) {
            trustReceivedAt = trust;
            return this;
        }

        /** Default: 1 minute; zero for on demand only. */
        public Builder tickEvery(Duration period) {
            tickEvery = period;
            return this;
        }

        /** Default: 30 seconds. */
        public Builder requestTimeout(Duration atMost) {
            requestTimeout = atMost;
            return this;
        }

        /** Default: true. */
        public Builder affinity(boolean sticky) {
            affinity = sticky;
            return this;
        }

        /** Default: batches as full as they can be, each sent once. */
        public Builder cutting(Cutting howBatches) {
            cutting = howBatches;
            return this;
        }

        /** Bounds the instances of a function: {@code ingest}, {@code window}, {@code archive}, {@code tick}, {@code query}. */
        public Builder maxConcurrency(String function, int instances) {
            maxConcurrency.put(function, instances);
            return this;
        }

        /** Default: the system's clock. */
        public Builder clock(Clock wallClock) {
            clock = wallClock;
            return this;
        }

        /** Default: none. */
        public Builder progress(Consumer<String> lines) {
            progress = lines;
            return this;
        }

        /** Default: none. */
        public Builder tuneFunction(UnaryOperator<FunctionSpec> change) {
            tuneFunction = change;
            return this;
        }

        /** Default: none. */
        public Builder tuneMapping(UnaryOperator<MappingSpec> change) {
            tuneMapping = change;
            return this;
        }

        public LocalPlatformOptions build() {
            return new LocalPlatformOptions(
                    dataDir.toAbsolutePath().normalize(),
                    checkout == null ? Checkout.find() : checkout,
                    ingestPort,
                    queryPort,
                    shards,
                    viewsFile.toAbsolutePath().normalize(),
                    apiKey,
                    queryKey,
                    crossOrigin,
                    callerLimits,
                    trustReceivedAt,
                    tickEvery,
                    requestTimeout,
                    affinity,
                    cutting,
                    maxConcurrency,
                    clock,
                    progress,
                    tuneFunction,
                    tuneMapping);
        }
    }
}
