package dev.tidemark.batch.state;

import dev.tidemark.platform.ObjectKeys;

/** Keys of the batch's objects; the table of them is in {@code docs/platform.md}. */
public final class BatchKeys {

    private BatchKeys() {}

    /** What a run writes to go on from: {@code shards}, {@code seen}, {@code files}, {@code days} or {@code versions}. */
    public static String state(String run, String table) {
        return run(run) + "state/" + table + ".parquet";
    }

    /** A run's part of the archive as Parquet: {@code records}, {@code ids} or {@code objects}. */
    public static String part(String run, String name) {
        return run(run) + name + ".parquet";
    }

    /** Folder of a run's events, parted by event date. */
    public static String events(String run) {
        return run(run) + "events/";
    }

    /** A file of the report of a day. */
    public static String day(String day, String run, String file) {
        return ObjectKeys.BATCH + "days/" + day + "/" + run + "/" + file;
    }

    /** A file of the report over all days of a run. */
    public static String report(String run, String file) {
        return run(run) + "report/" + file;
    }

    private static String run(String run) {
        return ObjectKeys.BATCH + "runs/" + run + "/";
    }
}
