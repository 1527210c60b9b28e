package dev.tidemark.local.fleet;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** How far event times lie from the truth. */
final class TimeErrors {

    private static final long MINUTE = 60_000;

    private long[] errors = new long[1_024];
    private int size;
    private int wrongMinutes;
    private int inversions;
    private final Map<String, long[]> latest = new HashMap<>();

    /**
     * Takes an event; those of one device in the order in which they happened.
     *
     * @param happenedAt by true time, milliseconds since the epoch
     * @param eventTime what it was given, milliseconds since the epoch
     */
    void add(String deviceId, long happenedAt, long eventTime) {
        if (size == errors.length) {
            errors = Arrays.copyOf(errors, 2 * size);
        }
        errors[size++] = Math.abs(eventTime - happenedAt);
        wrongMinutes += Math.floorDiv(happenedAt, MINUTE) == Math.floorDiv(eventTime, MINUTE) ? 0 : 1;
        long[] before = latest.computeIfAbsent(deviceId, device -> new long[] {Long.MIN_VALUE});
        inversions += eventTime < before[0] ? 1 : 0;
        before[0] = eventTime;
    }

    int events() {
        return size;
    }

    /** The error in milliseconds that this share of the events does not exceed. */
    long quantile(double share) {
        long[] sorted = Arrays.copyOf(errors, size);
        Arrays.sort(sorted);
        return size == 0 ? 0 : sorted[(int) Math.min(size - 1, Math.ceil(share * size) - 1)];
    }

    /** The share of the events, 0 to 1, whose time lies in another minute than the truth. */
    double wrongMinute() {
        return size == 0 ? 0 : (double) wrongMinutes / size;
    }

    /** How often an event has an earlier time than the one of its device that happened just before it. */
    int inversions() {
        return inversions;
    }
}
