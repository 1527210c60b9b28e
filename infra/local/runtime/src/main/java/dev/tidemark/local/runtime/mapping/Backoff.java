package dev.tidemark.local.runtime.mapping;

/** Waiting times that double from 100 milliseconds to 5 seconds. One thread. */
final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long LAST_MILLIS = 5_000;

    private long next = FIRST_MILLIS;

    long next() {
        long now = next;
        next = Math.min(LAST_MILLIS, next * 2);
        return now;
    }

    void reset() {
        next = FIRST_MILLIS;
    }
}
