package dev.tidemark.local.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * Which fleet.
 *
 * @param seed decides everything that chance decides
 * @param phones {@code >= 1}; two of three drive, the others click
 * @param start of the simulated time
 * @param length of the simulated time; requests that are under way at its end still arrive
 */
public record FleetPlan(long seed, int phones, Instant start, Duration length) {

    public FleetPlan {
        if (phones < 1) {
            throw new IllegalArgumentException("phones >= 1 does not hold: it is " + phones);
        }
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("length > 0 does not hold: it is " + length);
        }
    }

    long startMillis() {
        return start.toEpochMilli();
    }

    long endMillis() {
        return start.plus(length).toEpochMilli();
    }
}
