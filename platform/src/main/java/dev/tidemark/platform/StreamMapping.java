package dev.tidemark.platform;

import java.time.Duration;
import java.util.Locale;

/**
 * The event source mappings from the log to the functions that read it, with the names and bounds of Lambda's {@code
 * CreateEventSourceMapping}. Both begin at the oldest record, hand a shard to one invocation at a time, let the function
 * name the first record that it could not process, halve a batch that failed as a whole, and try until a record expires:
 * nothing is skipped by a bound on retries or age, so that an alarm rings long before anything is lost. What the service
 * drops all the same is described in the bucket, at {@link ObjectKeys#SKIPPED}.
 */
public enum StreamMapping {
    /** Into cells; at once, since somebody waits for the early value. */
    WINDOW(PlatformFunction.WINDOW, 1_000, Duration.ZERO),
    /** Into the archive; a batch is an object, so that waiting makes fewer and larger ones. */
    ARCHIVE(PlatformFunction.ARCHIVE, 10_000, Duration.ofSeconds(10));

    public static final String STARTING_POSITION = "TRIM_HORIZON";

    /** One writer a shard: the exactly-once protocol stands on it. */
    public static final int PARALLELIZATION_FACTOR = 1;

    /** Lambda's word for "until the record expires", for retries and for age. */
    public static final int UNBOUNDED = -1;

    public static final int MAXIMUM_RETRY_ATTEMPTS = UNBOUNDED;
    public static final int MAXIMUM_RECORD_AGE_SECONDS = UNBOUNDED;
    public static final boolean BISECT_BATCH_ON_FUNCTION_ERROR = true;

    /** The one function response type: the answer may name the records that failed. */
    public static final String FUNCTION_RESPONSE_TYPE = "ReportBatchItemFailures";

    private final PlatformFunction function;
    private final int batchSize;
    private final Duration maximumBatchingWindow;

    StreamMapping(PlatformFunction function, int batchSize, Duration maximumBatchingWindow) {
        this.function = function;
        this.batchSize = batchSize;
        this.maximumBatchingWindow = maximumBatchingWindow;
    }

    /** {@code window}: names the mapping's checkpoints and counters. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Who reads. */
    public PlatformFunction function() {
        return function;
    }

    /** The most records in a batch. */
    public int batchSize() {
        return batchSize;
    }

    /** How long to wait for a batch to fill. */
    public Duration maximumBatchingWindow() {
        return maximumBatchingWindow;
    }
}
