package dev.tidemark.bench.ingest;

import java.util.Arrays;

/**
 * What became of the requests of one run.
 *
 * @param failed those not answered with 200
 * @param seconds from the first request to the last answer
 * @param latencies of the acknowledged ones, in nanoseconds, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
record LoadOutcome(int failed, double seconds, long[] latencies) {

    int acknowledged() {
        return latencies.length;
    }

    double perSecond() {
        return acknowledged() / seconds;
    }

    /** The latency that the given part of the requests did not exceed: nearest rank, in milliseconds. */
    double quantileMillis(double part) {
        if (latencies.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(part * latencies.length);
        return latencies[Math.max(0, rank - 1)] / 1e6;
    }

    /** Collects one. */
    static final class LoadRecorder {
        private long[] latencies = new long[1 << 12];
        private int count;
        private int failed;

        void acknowledged(long nanos) {
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = nanos;
        }

        void failed() {
            failed++;
        }

        LoadOutcome build(long nanos) {
            long[] sorted = Arrays.copyOf(latencies, count);
            Arrays.sort(sorted);
            return new LoadOutcome(failed, nanos / 1e9, sorted);
        }
    }
}
