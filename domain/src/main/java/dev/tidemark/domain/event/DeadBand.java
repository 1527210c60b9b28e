package dev.tidemark.domain.event;

import java.time.Duration;

/**
 * Which offsets of one request, {@code receivedAt − sentAt}, count as a clock that is right. An offset below zero can only be
 * a clock that is ahead: a request does not arrive before it was sent. One above zero may as well be transit, so the two
 * sides have bounds of their own.
 *
 * @param ahead how far below zero, {@code >= 0}
 * @param behind how far above zero, {@code >= 0}
 */
public record DeadBand(Duration ahead, Duration behind) {

    /** Chosen from the table in {@code docs/ingestion.md}, "How wrong times are". */
    public static final DeadBand DEFAULT = new DeadBand(Duration.ofSeconds(1), Duration.ofSeconds(30));

    public DeadBand {
        if (ahead.isNegative() || behind.isNegative()) {
            throw new IllegalArgumentException("deadBand >= 0 does not hold: it is " + text(ahead, behind));
        }
    }

    /** The same on both sides. */
    public static DeadBand of(Duration eitherWay) {
        return new DeadBand(eitherWay, eitherWay);
    }

    /** As the views file says it, which is also how it goes into the versions of views. */
    @Override
    public String toString() {
        return text(ahead, behind);
    }

    private static String text(Duration ahead, Duration behind) {
        return ahead.equals(behind) ? ahead.toString() : "{ahead: " + ahead + ", behind: " + behind + "}";
    }

    /** Whether an offset in milliseconds lies within, both bounds included. */
    public boolean contains(long offsetMillis) {
        return -ahead.toMillis() <= offsetMillis && offsetMillis <= behind.toMillis();
    }
}
