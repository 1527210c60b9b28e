package dev.tidemark.batch.state;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.ObjectKeys;
import java.util.Optional;

/** Keys of the batch's objects; the table of them is in {@code docs/platform.md}. */
public final class BatchKeys {

    private BatchKeys() {}

    /** All that runs keep for later ones: {@code batch/runs/}. */
    public static final String RUNS = ObjectKeys.BATCH + "runs/";

    /** The reports of days: {@code batch/days/}. */
    public static final String DAYS = ObjectKeys.REPORTS;

    /** Segments of sightings: {@code batch/segments/}. */
    public static final String SEGMENTS = ObjectKeys.BATCH + "segments/";

    private static final String STATE = "state/";
    private static final String REPORT = "report/";

    /** The segment of a run. */
    public static String segment(String run) {
        return SEGMENTS + run + ".segment";
    }

    /** How a run's state is written. */
    public static String stateFormat(String run) {
        return run(run) + STATE + "format.json";
    }

    /** A part of what a run leaves to go on from: {@code shards}, {@code seen}, {@code files}, {@code segments} and so on. */
    public static String state(String run, String table) {
        return run(run) + STATE + table + ".parquet";
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
        return run(run) + REPORT + file;
    }

    /** The run that an object below {@link #RUNS} is of. */
    public static String runOf(String key) {
        return key.substring(RUNS.length()).split("/", 2)[0];
    }

    /** Whether an object below {@link #RUNS} is of a run's own state or report, and no later run names it. */
    public static boolean isOwn(String key) {
        String run = run(runOf(key));
        return key.startsWith(run + STATE) || key.startsWith(run + REPORT);
    }

    /** The run that has sealed the segment with this key. */
    public static String runOfSegment(String key) {
        return key.substring(SEGMENTS.length()).split("\\.", 2)[0];
    }

    /**
     * The report that a file below {@link #DAYS} is of.
     *
     * @return empty where the key has no day and run
     */
    public static Optional<RunReport> reportOf(String key) {
        String[] parts = key.substring(DAYS.length()).split("/", 3);
        return parts.length == 3 ? Optional.of(new RunReport(parts[0], parts[1])) : Optional.empty();
    }

    /**
     * The report of a day.
     *
     * @param day by its name
     * @param run that wrote it
     */
    public record RunReport(String day, String run) {}

    private static String run(String run) {
        return RUNS + run + "/";
    }
}
