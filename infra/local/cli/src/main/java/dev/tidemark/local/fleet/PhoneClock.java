package dev.tidemark.local.fleet;

import java.time.Duration;
import java.time.Instant;

/** How wrong a phone's clock is: most are right to a second, and there is one of each other kind in every ten or so. */
enum PhoneClock {
    RIGHT,
    /** Set to another time zone by hand. */
    HOURS_AHEAD,
    /** Never set since the battery ran out some time ago. */
    BEHIND,
    /** Lost everything: believes it is 1970. */
    EPOCH;

    static PhoneClock ofPhone(int number) {
        return switch (number % 12) {
            case 4 -> HOURS_AHEAD;
            case 7 -> BEHIND;
            case 11 -> EPOCH;
            default -> RIGHT;
        };
    }

    /** How far the clock is ahead of true time for good, in milliseconds, on a phone switched on at this time. */
    long errorMillis(long switchedOnMillis) {
        return switch (this) {
            case RIGHT -> 0;
            case HOURS_AHEAD -> Duration.ofHours(3).toMillis();
            case BEHIND -> -Duration.ofMinutes(40).toMillis();
            case EPOCH -> Instant.EPOCH.plusSeconds(60).toEpochMilli() - switchedOnMillis;
        };
    }
}
