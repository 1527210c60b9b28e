package dev.tidemark.simulation.dynamo;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What calls consumed: by table and operation, and for each table the most that one partition key was asked for within one
 * second, which is what a partition's limits (1,000 write and 3,000 read units a second) are held against.
 */
public final class Consumption {

    /**
     * What an operation consumed on a table.
     *
     * @param calls requests, batches counted once for each item in them
     * @param items that were read or written
     * @param units read or write units in halves: an eventually consistent read of 4 KB is one
     * @param bytes of the items
     */
    public record Sums(long calls, long items, long units, long bytes) {
        static final Sums NONE = new Sums(0, 0, 0, 0);

        Sums plus(long moreItems, long moreUnits, long moreBytes) {
            return new Sums(calls + 1, items + moreItems, units + moreUnits, bytes + moreBytes);
        }
    }

    /**
     * The busiest second of a partition key.
     *
     * @param halves units in halves
     */
    public record Peak(String partitionKey, long second, long halves) {}

    private final Map<String, Map<String, Sums>> sums = new TreeMap<>();
    private final Map<String, Peak> peaks = new TreeMap<>();
    private final Map<String, Map<String, long[]>> thisSecond = new HashMap<>();
    private long second = Long.MIN_VALUE;

    void add(long nowMillis, String table, String operation, boolean write, String partitionKey, Sums call) {
        sums.computeIfAbsent(table, name -> new TreeMap<>())
                .merge(
                        operation,
                        call,
                        (a, b) -> new Sums(
                                a.calls() + b.calls(),
                                a.items() + b.items(),
                                a.units() + b.units(),
                                a.bytes() + b.bytes()));
        long now = Math.floorDiv(nowMillis, 1_000L);
        if (now != second) {
            thisSecond.clear();
            second = now;
        }
        String kind = table + (write ? " writes" : " reads");
        long[] units = thisSecond
                .computeIfAbsent(kind, name -> new HashMap<>())
                .computeIfAbsent(partitionKey, key -> new long[1]);
        units[0] += call.units();
        Peak peak = peaks.get(kind);
        if (peak == null || units[0] > peak.halves()) {
            peaks.put(kind, new Peak(partitionKey, now, units[0]));
        }
    }

    /** By table, then by operation. */
    public Map<String, Map<String, Sums>> sums() {
        return sums;
    }

    /** What an operation consumed on a table since the beginning. */
    public Sums of(String table, String operation) {
        return sums.getOrDefault(table, Map.of()).getOrDefault(operation, Sums.NONE);
    }

    /** The busiest second of any partition key, by {@code <table> reads} and {@code <table> writes}. */
    public Map<String, Peak> peaks() {
        return peaks;
    }
}
