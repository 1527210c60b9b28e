package dev.tidemark.batch.state;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.ObjectKeys;

/** Keys of the batch's objects; the table of them is in {@code docs/platform.md}. */
public final class BatchKeys {

    private BatchKeys() {}

    /** All that runs keep for later ones: {@code batch/runs/}. */
    public static final String RUNS = ObjectKeys.BATCH + "runs/";

    /** The reports of days: {@code batch/days/}. */
    public static final String DAYS = ObjectKeys.REPORTS;

    /** Segments of sightings: {@code batch/segments/}. */
    public static final String SEGMENTS = ObjectKeys.BATCH + "segments/";

    /** The segment of a run. */
    public static String segment(String run) {
        return SEGMENTS + run + ".segment";
    }

    /** How a run's state is written. */
    public static String stateFormat(String run) {
        return run(run) + "state/format.json";
    }

    /** A part of what a run leaves to go on from: {@code shards}, {@code seen}, {@code files}, {@code segments} and so on. */
    public static String state(String run, String table) {
        return run(run) + "state/" + table + ".parquet";
    }

    /** A run's part of the archive as Parquet: {@code records} or {@code objects}. */
    public static String part(String run, String name) {
        return run(run) + name + ".parquet";
    }

    /** Folder of a run's events, parted by event date. */
    public static String events(String run) {
        return run(run) + "events/";
    }

    /**
     * A day as keys, folders, files of events and reports call it: {@code 2024-07-15}.
     *
     * @param day number of the UTC day since the epoch
     */
    public static String dayName(long day) {
        return IsoInstant.format(day * 86_400_000L).substring(0, 10);
    }

    /** A file of the report of a day. */
    public static String day(String day, String run, String file) {
        return DAYS + day + "/" + run + "/" + file;
    }

    /** A file of the report over all days of a run. */
    public static String report(String run, String file) {
        return run(run) + "report/" + file;
    }

    private static String run(String run) {
        return RUNS + run + "/";
    }
}
