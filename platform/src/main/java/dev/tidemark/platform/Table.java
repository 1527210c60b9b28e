package dev.tidemark.platform;

import java.util.Locale;

/**
 * The DynamoDB tables. Every table has the string keys {@link #PARTITION_KEY} and {@link #SORT_KEY} and the time-to-live
 * attribute {@link #TIME_TO_LIVE}, in seconds since the epoch by the wall clock of the write.
 */
public enum Table {
    /** Panes: windows keyed by window and watermark. */
    WINDOWS,
    /** Cells: the aggregates of (view, slice, mark, key, shard). */
    CELLS,
    /** Heads of shards, steps, due slices, archive objects, the published watermark. */
    JOURNAL,
    /** What batch says differently from the stream. */
    CORRECTIONS,
    /** Halves of windowed joins that wait for the other. */
    JOINS;

    public static final String PARTITION_KEY = "pk";
    public static final String SORT_KEY = "sk";
    public static final String TIME_TO_LIVE = "ttl";

    /** The name in a stack: {@code prefix-cells}. */
    public String nameIn(String prefix) {
        return prefix + "-" + name().toLowerCase(Locale.ROOT);
    }
}
