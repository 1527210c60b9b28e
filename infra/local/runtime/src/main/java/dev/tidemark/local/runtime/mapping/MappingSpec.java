package dev.tidemark.local.runtime.mapping;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a mapping, with the names and bounds of Lambda's {@code CreateEventSourceMapping}. It starts at
 * {@code TRIM_HORIZON} and has a parallelization factor of 1.
 *
 * @param name names the mapping's checkpoints and counters
 * @param functionArn goes into what is sent to the on-failure destination
 * @param streamName the stream to read
 * @param streamArn its ARN, which goes into every record
 * @param batchSize the most records in a batch, 1 to 10,000
 * @param maximumBatchingWindow how long to wait for a batch to fill, 0 to 5 minutes
 * @param reportBatchItemFailures whether the function's answer may name the records that failed
 * @param bisectBatchOnFunctionError whether a failed batch is halved before it is tried again
 * @param maximumRetryAttempts how often a failed batch is tried again before it is given up, 0 to 10,000; −1 for no bound
 * @param maximumRecordAge records older than this are given up, 60 seconds to 7 days; null for no bound
 * @param onFailureBucket where records that are given up are described; null to drop them without a trace
 */
public record MappingSpec(
        String name,
        String functionArn,
        String streamName,
        String streamArn,
        int batchSize,
        Duration maximumBatchingWindow,
        boolean reportBatchItemFailures,
        boolean bisectBatchOnFunctionError,
        int maximumRetryAttempts,
        @Nullable Duration maximumRecordAge,
        @Nullable String onFailureBucket) {

    public MappingSpec {
        if (batchSize < 1 || batchSize > 10_000) {
            throw new IllegalArgumentException("1 <= batchSize <= 10000: " + batchSize);
        }
        if (maximumBatchingWindow.isNegative() || maximumBatchingWindow.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("0 <= maximumBatchingWindow <= PT5M: " + maximumBatchingWindow);
        }
        if (maximumRetryAttempts < -1 || maximumRetryAttempts > 10_000) {
            throw new IllegalArgumentException("-1 <= maximumRetryAttempts <= 10000: " + maximumRetryAttempts);
        }
    }

    /** A mapping that retries until a record expires, reports failures, bisects, and waits for no batch to fill. */
    public static MappingSpec of(String name, String functionArn, String streamName, String streamArn) {
        return new MappingSpec(
                name, functionArn, streamName, streamArn, 1_000, Duration.ZERO, true, true, -1, null, null);
    }

    public MappingSpec withBatchSize(int records) {
        return new MappingSpec(
                name,
                functionArn,
                streamName,
                streamArn,
                records,
                maximumBatchingWindow,
                reportBatchItemFailures,
                bisectBatchOnFunctionError,
                maximumRetryAttempts,
                maximumRecordAge,
                onFailureBucket);
    }

    public MappingSpec withBatchingWindow(Duration window) {
        return new MappingSpec(
                name,
                functionArn,
                streamName,
                streamArn,
                batchSize,
                window,
                reportBatchItemFailures,
                bisectBatchOnFunctionError,
                maximumRetryAttempts,
                maximumRecordAge,
                onFailureBucket);
    }

    public MappingSpec withBisect(boolean bisect) {
        return new MappingSpec(
                name,
                functionArn,
                streamName,
                streamArn,
                batchSize,
                maximumBatchingWindow,
                reportBatchItemFailures,
                bisect,
                maximumRetryAttempts,
                maximumRecordAge,
                onFailureBucket);
    }

    /** Gives a batch up after so many retries, or at that age, and describes it in the bucket. */
    public MappingSpec withGivingUp(int retries, @Nullable Duration age, @Nullable String bucket) {
        return new MappingSpec(
                name,
                functionArn,
                streamName,
                streamArn,
                batchSize,
                maximumBatchingWindow,
                reportBatchItemFailures,
                bisectBatchOnFunctionError,
                retries,
                age,
                bucket);
    }
}
