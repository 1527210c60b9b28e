package dev.tidemark.simulation.account;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What was called when, as one number over all of it and the last lines of it: two runs of a seed are the same run if, and
 * practically only if, their numbers are equal.
 */
public final class Trace {

    private static final int REMEMBERED = 200;

    private final Deque<String> last = new ArrayDeque<>();
    private long fingerprint = 17;
    private long calls;

    void add(long atMillis, Object who, String what) {
        calls++;
        fingerprint = (fingerprint * 31 + atMillis) * 31 + (who + " " + what).hashCode();
        if (last.size() == REMEMBERED) {
            last.removeFirst();
        }
        last.addLast(atMillis + " " + who + " " + what);
    }

    /** Takes in something that is stored. */
    public void add(String stored) {
        fingerprint = fingerprint * 31 + stored.hashCode();
    }

    public long fingerprint() {
        return fingerprint;
    }

    public long calls() {
        return calls;
    }

    /** The last calls, oldest first. */
    public List<String> last() {
        return List.copyOf(last);
    }
}
