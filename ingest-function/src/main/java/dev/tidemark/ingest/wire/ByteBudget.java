package dev.tidemark.ingest.wire;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all together may be held at once. Thread-safe. */
public final class ByteBudget {

    private final AtomicLong left;

    public ByteBudget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Takes so many; false, and none taken, if there are not so many left. */
    public boolean take(long bytes) {
        long now = left.get();
        while (now >= bytes) {
            if (left.compareAndSet(now, now - bytes)) {
                return true;
            }
            now = left.get();
        }
        return false;
    }

    /** Gives back what was taken. */
    public void give(long bytes) {
        left.addAndGet(bytes);
    }

    /** Bytes that nobody has taken. */
    public long left() {
        return left.get();
    }
}
