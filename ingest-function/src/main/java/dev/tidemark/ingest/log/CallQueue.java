package dev.tidemark.ingest.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What waits for a PutRecords call, and when the next one starts: at once while none is under way, else together, by the
 * rules of {@link PutPolicy}. Times are {@link System#nanoTime}'s. Not thread-safe.
 */
final class CallQueue {

    /** Nothing that time alone would start. */
    static final long NEVER = Long.MAX_VALUE;

    /** So many records that wait, or that the last call had, mean load; with fewer, sharing is not worth a wait. */
    static final int LOADED_RECORDS = 32;

    /**
     * So many bytes are a full call where bodies share it; one body alone may have more. The SDK builds a call in arrays
     * that double as they grow. This much fits a quarter of a MiB; the next array, half a MiB, would be humongous to the
     * G1 collector with its smallest regions.
     */
    static final long SHARED_BYTES = 240 << 10;

    private final PutPolicy policy;
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int waitingRecords;
    private long waitingSince;
    private int calls;
    private long lastStart;
    private int lastRecords;

    CallQueue(PutPolicy policy) {
        this.policy = policy;
    }

    /** False, and nothing done, if more would wait then than may. */
    boolean offer(Chunk chunk, long now) {
        if (waitingBytes + chunk.bytes() > policy.waitingBytes()) {
            return false;
        }
        waitsFrom(now);
        waiting.addLast(chunk);
        count(chunk, 1);
        return true;
    }

    /** Puts what failed before all others; it has waited before, and is never refused. */
    void putBack(Chunk chunk, long now) {
        waitsFrom(now);
        waiting.addFirst(chunk);
        count(chunk, 1);
    }

    /** Takes out what has waited beyond its deadline: no attempt may start for it any more. */
    List<Chunk> expired(long now) {
        List<Chunk> expired = new ArrayList<>(0);
        // What failed and was put back is first, and has the earliest deadlines; the others wait in their order.
        for (Chunk next = waiting.peek();
                next != null && next.append().deadlineNanos - now <= 0;
                next = waiting.peek()) {
            waiting.remove();
            count(next, -1);
            expired.add(next);
        }
        return expired;
    }

    /** Nanoseconds until the first of what waits is beyond its deadline, or {@link #NEVER}. */
    long nanosUntilDeadline(long now) {
        Chunk first = waiting.peek();
        return first == null ? NEVER : Math.max(0, first.append().deadlineNanos - now);
    }

    /** Nanoseconds until the next call may start, if nothing else happens: 0 for now, {@link #NEVER} for not at all. */
    long nanosUntilNext(long now) {
        if (waiting.isEmpty() || calls == policy.calls()) {
            return NEVER;
        }
        if (waitingRecords >= Chunk.CALL_RECORDS || waitingBytes >= SHARED_BYTES) {
            return 0;
        }
        if (calls > 0) {
            return Math.max(0, waitingSince + policy.linger().toNanos() - now);
        }
        boolean loaded = waitingRecords >= LOADED_RECORDS || lastRecords >= LOADED_RECORDS;
        if (lastRecords > 0 && loaded) {
            return Math.max(0, lastStart + policy.pace().toNanos() - now);
        }
        return 0;
    }

    /** Starts a call: as many chunks, from the first, as fit it; at least one. */
    List<Chunk> start(long now) {
        List<Chunk> call = new ArrayList<>();
        int records = 0;
        long bytes = 0;
        for (Chunk next = waiting.peek();
                next != null && (call.isEmpty() || next.fitsBeside(records, bytes, SHARED_BYTES));
                next = waiting.peek()) {
            waiting.remove();
            count(next, -1);
            records += next.places().length;
            bytes += next.bytes();
            call.add(next);
        }
        calls++;
        lastStart = now;
        lastRecords = records;
        waitingSince = now;
        return call;
    }

    /** A call is back. */
    void ended() {
        calls--;
    }

    private void waitsFrom(long now) {
        if (waiting.isEmpty()) {
            waitingSince = now;
        }
    }

    private void count(Chunk chunk, int sign) {
        waitingBytes += sign * chunk.bytes();
        waitingRecords += sign * chunk.places().length;
    }
}
