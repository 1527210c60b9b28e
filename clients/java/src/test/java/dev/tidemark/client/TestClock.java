package dev.tidemark.client;

/** A device's clock that tests set: how far it is ahead of true time, and how long the device slept. */
final class TestClock implements DeviceClock {

    /** True time: 2026-11-22T20:00:00Z at first. */
    long trueMillis = 1_795_377_600_000L;

    long aheadMillis;
    long sleptMillis;
    boolean countsSleep;

    void pass(long millis) {
        trueMillis += millis;
    }

    /** Time passes while the elapsed time stands still, unless it counts sleep. */
    void sleep(long millis) {
        trueMillis += millis;
        sleptMillis += countsSleep ? 0 : millis;
    }

    @Override
    public long wallMillis() {
        return trueMillis + aheadMillis;
    }

    @Override
    public long elapsedMillis() {
        return trueMillis - sleptMillis;
    }

    @Override
    public boolean elapsedCountsSleep() {
        return countsSleep;
    }
}
