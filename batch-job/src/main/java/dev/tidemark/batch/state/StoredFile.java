package dev.tidemark.batch.state;

import java.util.List;

/**
 * A Parquet file that a run has made of its part of the archive.
 *
 * @param kind {@link #EVENTS}, {@link #IDS}, {@link #RECORDS} or {@link #OBJECTS}
 * @param run that wrote it
 * @param date of its events, {@code mixed}, or empty
 * @param key of the object
 * @param columns that hold the text of an attribute each
 */
public record StoredFile(String kind, String run, String date, String key, List<String> columns) {

    /** Occurrences of events with their decisions, by the UTC date of their event time. */
    public static final String EVENTS = "events";

    /** Identities of events, to know them again. */
    public static final String IDS = "ids";

    /** Records of the log with the watermarks that they met. */
    public static final String RECORDS = "records";

    /** Archive objects as their journal entries describe them. */
    public static final String OBJECTS = "objects";

    public StoredFile {
        columns = List.copyOf(columns);
    }
}
