package dev.tidemark.client;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in which a device's clock is one clock: it begins with the wall clock and goes on with the elapsed
 * time, so nobody can set it. Everything stamped in a session is corrected by one offset, and keeps its order.
 */
final class DeviceSession {

    /** Quartz is off by up to 0.1 ‰: over six hours by two seconds. */
    static final long LONGEST_MILLIS = 6 * 3_600_000L;

    /** How far the wall clock may lead before the elapsed time is taken to have stood still. */
    private static final long SLEPT_MILLIS = 2_000;

    final long number;
    private final DeviceClock clock;
    private final long wallAtStart;
    private final long elapsedAtStart;
    private @Nullable ClockExchange exchange;
    private int asked;

    DeviceSession(long number, DeviceClock clock) {
        this.number = number;
        this.clock = clock;
        this.wallAtStart = clock.wallMillis();
        this.elapsedAtStart = clock.elapsedMillis();
    }

    /** What this session's clock says, in milliseconds since the epoch. */
    long nowMillis() {
        return wallAtStart + elapsed();
    }

    boolean isOver() {
        long leads = clock.wallMillis() - nowMillis();
        return elapsed() > LONGEST_MILLIS || (!clock.elapsedCountsSleep() && leads > SLEPT_MILLIS);
    }

    private long elapsed() {
        return clock.elapsedMillis() - elapsedAtStart;
    }

    /** The exchange that is held, once there is one. */
    @Nullable
    ClockExchange exchange() {
        return exchange;
    }

    /** How often the server was asked for its time. */
    int asked() {
        return asked;
    }

    /**
     * Takes an answer, or that there was none to take.
     *
     * @return whether it is the best so far
     */
    boolean offer(@Nullable ClockExchange offered) {
        asked++;
        if (offered == null || (exchange != null && exchange.boundMillis() <= offered.boundMillis())) {
            return false;
        }
        exchange = offered;
        return true;
    }
}
