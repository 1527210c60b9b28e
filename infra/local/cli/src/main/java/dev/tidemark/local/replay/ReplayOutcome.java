package dev.tidemark.local.replay;

import java.util.List;

/**
 * What became of a recording's events.
 *
 * @param accepted acknowledged by the log
 * @param rejected refused by the API for good
 * @param firstRejections the first few of them
 * @param lastReceivedAtMillis when the last event arrived, by the recording's clock, milliseconds since the epoch
 */
public record ReplayOutcome(long accepted, long rejected, List<Rejection> firstRejections, long lastReceivedAtMillis) {}
