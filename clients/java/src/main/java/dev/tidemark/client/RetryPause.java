package dev.tidemark.client;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next try: from one second doubling to five minutes, of which chance takes up to half; never
 * less than the server asked for, and up to a fifth more, so that the devices of an outage do not all come back at once.
 */
final class RetryPause {

    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 300_000;
    private static final long LONGEST_ASKED_SECONDS = 3_600;

    private final Random random;
    private int failures;
    private long untilMillis = Long.MIN_VALUE;

    RetryPause(Random random) {
        this.random = random;
    }

    /** The server took something: the next trouble begins small. */
    void end() {
        failures = 0;
        untilMillis = Long.MIN_VALUE;
    }

    /**
     * A try failed.
     *
     * @param elapsedMillis now
     * @param retryAfter the server's header in seconds, or what stands in its place, or null
     */
    void begin(long elapsedMillis, @Nullable String retryAfter) {
        long own = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures++, 20));
        long jittered = own / 2 + (long) (random.nextDouble() * own / 2);
        long asked = asked(retryAfter);
        untilMillis = elapsedMillis + Math.max(jittered, asked + (long) (random.nextDouble() * asked / 5));
    }

    /** How long it still lasts; 0 when it is over. */
    long leftMillis(long elapsedMillis) {
        return untilMillis == Long.MIN_VALUE ? 0 : Math.max(0, untilMillis - elapsedMillis);
    }

    private static long asked(@Nullable String retryAfter) {
        try {
            long seconds = retryAfter == null ? 0 : Long.parseLong(retryAfter.trim());
            return 1_000 * Math.max(0, Math.min(LONGEST_ASKED_SECONDS, seconds));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
