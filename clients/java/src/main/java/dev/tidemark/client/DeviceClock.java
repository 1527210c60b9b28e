package dev.tidemark.client;

/** What a device knows of time. */
public interface DeviceClock {

    /** Milliseconds since the epoch by the clock that the user sees, which may be wrong and may be set at any moment. */
    long wallMillis();

    /** Milliseconds since whenever; never set, never running backwards. On Android {@code SystemClock.elapsedRealtime()}. */
    long elapsedMillis();

    /**
     * Whether {@link #elapsedMillis} goes on while the device sleeps, as Android's does. Where it may stand still, a wall
     * clock that leaps ahead is taken for a device that slept; where it does not, for a clock that was set.
     */
    boolean elapsedCountsSleep();

    /** The clocks of the Java platform: its elapsed time may stand still while the machine sleeps. */
    static DeviceClock system() {
        return new DeviceClock() {
            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }

            @Override
            public long elapsedMillis() {
                return System.nanoTime() / 1_000_000;
            }

            @Override
            public boolean elapsedCountsSleep() {
                return false;
            }
        };
    }
}
