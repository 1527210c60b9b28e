package dev.tidemark.platform;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The functions: what each is called, where its zip is built, which handler runs, and what it is given. The deployed stack
 * and the local runtime both take them from here.
 */
public enum PlatformFunction {
    /** HTTP into the log. */
    INGEST("ingest-function", Environment.QUARKUS_HANDLER, null, 1_024, Duration.ofSeconds(15), 512),
    /** The log into cells, and the panes that they complete. One virtual CPU: folding is what it does. */
    WINDOW("window-function", Environment.QUARKUS_HANDLER, "window", 1_769, Duration.ofSeconds(60), 512),
    /** The log into the archive. */
    ARCHIVE("window-function", Environment.QUARKUS_HANDLER, "archive", 1_024, Duration.ofSeconds(60), 512),
    /** Heartbeats, shard ends, closing. Shorter than the minute after which the next one comes. */
    TICK("window-function", Environment.QUARKUS_HANDLER, "tick", 1_024, Duration.ofSeconds(55), 512),
    /** Queries over HTTP. */
    QUERY("query-function", Environment.QUARKUS_HANDLER, null, 1_024, Duration.ofSeconds(20), 512),
    /** The night's recomputation: 4 GB for its engine, 1.2 for the heap. Its scratch space holds a day's Parquet. */
    BATCH("batch-job", "dev.tidemark.batch.BatchHandler::handleRequest", null, 6_144, Duration.ofMinutes(15), 10_240);

    /** What Lambda gives every function as {@code /tmp} without being asked; above it, it takes no snapshots. */
    public static final int SCRATCH_FOR_FREE_MEGABYTES = 512;

    /** The alias that every caller of a deployed function goes by. */
    public static final String LIVE = "live";

    private final String module;
    private final String handler;
    private final Optional<String> handlerName;
    private final int memoryMegabytes;
    private final Duration timeout;
    private final int scratchMegabytes;

    PlatformFunction(
            String module,
            String handler,
            @Nullable String handlerName,
            int memoryMegabytes,
            Duration timeout,
            int scratchMegabytes) {
        this.module = module;
        this.handler = handler;
        this.handlerName = Optional.ofNullable(handlerName);
        this.memoryMegabytes = memoryMegabytes;
        this.timeout = timeout;
        this.scratchMegabytes = scratchMegabytes;
    }

    /** {@code ingest}: what it is called where the stage is known. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What every physical name of a stage begins with: {@code tidemark-dev}. */
    public static String prefix(String stage) {
        return "tidemark-" + stage;
    }

    /** The name in a stack: {@code prefix-ingest}. */
    public String nameIn(String prefix) {
        return prefix + "-" + shortName();
    }

    /** The packaged function, relative to the checkout: {@code ingest-function/target/function.zip}. */
    public String zip() {
        return module + "/target/function.zip";
    }

    /** {@code package.Class::method}. */
    public String handler() {
        return handler;
    }

    /** Which of its module's handlers it runs, where there are several. */
    public Optional<String> handlerName() {
        return handlerName;
    }

    public int memoryMegabytes() {
        return memoryMegabytes;
    }

    /** How long an invocation may take. */
    public Duration timeout() {
        return timeout;
    }

    /** Size of {@code /tmp}. */
    public int scratchMegabytes() {
        return scratchMegabytes;
    }

    /** Whether it starts from a snapshot; Lambda takes none of a function with more scratch space than comes for free. */
    public boolean startsFromSnapshot() {
        return scratchMegabytes <= SCRATCH_FOR_FREE_MEGABYTES;
    }

    /** The variable with the hashes of the keys that it lets in; empty for one that strangers do not call. */
    public Optional<String> keysVariable() {
        return switch (this) {
            case INGEST -> Optional.of(Environment.API_KEY_HASHES);
            case QUERY -> Optional.of(Environment.QUERY_KEY_HASHES);
            case WINDOW, ARCHIVE, TICK, BATCH -> Optional.empty();
        };
    }

    /**
     * Its environment, but for the keys' hashes of one that has a {@link #keysVariable}.
     *
     * @param stream the deployed name of the stream
     * @param bucket of the bucket
     * @param table of each table
     * @param views the path of the views file
     */
    public Map<String, String> environment(String stream, String bucket, Function<Table, String> table, String views) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(Environment.STREAM, stream);
        variables.put(Environment.BUCKET, bucket);
        for (Table each : Table.values()) {
            variables.put(Environment.table(each), table.apply(each));
        }
        variables.put(Environment.VIEWS, views);
        handlerName.ifPresent(name -> variables.put(Environment.HANDLER_NAME, name));
        if (this == BATCH) {
            variables.put(Environment.BATCH_MEMORY, "4GB");
            variables.put("JAVA_TOOL_OPTIONS", "-Xmx1200m");
        }
        return variables;
    }
}
