package dev.tidemark.local.replay;

/**
 * How far a replay has come.
 *
 * @param posted events accepted or rejected so far
 * @param seconds since the first post
 * @param arrivedUntilMillis the recording's own clock at the last of them, milliseconds since the epoch
 */
public record ReplayProgress(long posted, double seconds, long arrivedUntilMillis) {

    /** Events a second since the first post. */
    public double rate() {
        return seconds <= 0 ? 0 : posted / seconds;
    }
}
