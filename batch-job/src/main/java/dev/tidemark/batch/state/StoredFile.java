package dev.tidemark.batch.state;

import java.util.List;

/**
 * A Parquet file that a run has made of its part of the archive.
 *
 * @param kind {@link #EVENTS}, {@link #RECORDS} or {@link #OBJECTS}
 * @param run that wrote it
 * @param date of its events, {@code mixed}, or empty
 * @param key of the object
 * @param first number of the first day that it has something of
 * @param last number of the last such day; the file goes with it
 * @param columns that hold the text of an attribute each
 */
public record StoredFile(
        String kind, String run, String date, String key, long first, long last, List<String> columns) {

    /** Occurrences of events with their decisions, by the UTC date of their event time. */
    public static final String EVENTS = "events";

    /** The date of events that log and stamps put on different days. */
    public static final String MIXED = "mixed";

    /** Records of the log with the watermarks that they met, by the day of the shard clock. */
    public static final String RECORDS = "records";

    /** Archive objects as their journal entries describe them, by the days of their events. */
    public static final String OBJECTS = "objects";

    public StoredFile {
        columns = List.copyOf(columns);
    }
}
