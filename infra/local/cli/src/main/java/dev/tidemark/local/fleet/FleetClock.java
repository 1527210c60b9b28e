package dev.tidemark.local.fleet;

import dev.tidemark.client.DeviceClock;
import java.util.function.LongSupplier;

/** The clock of a phone: the fleet's, and so much ahead of it. */
record FleetClock(LongSupplier trueMillis, long aheadMillis) implements DeviceClock {

    @Override
    public long wallMillis() {
        return trueMillis.getAsLong() + aheadMillis;
    }

    @Override
    public long elapsedMillis() {
        return trueMillis.getAsLong();
    }

    @Override
    public boolean elapsedCountsSleep() {
        return true;
    }
}
