package dev.tidemark.platform;

import dev.tidemark.domain.event.IsoInstant;

/** Keys of the objects in the bucket. */
public final class ObjectKeys {

    public static final String ARCHIVE = "archive/";
    public static final String QUARANTINE = "quarantine/";

    /** What the event source mappings gave up. The service chooses the key, and nobody can set it. */
    public static final String SKIPPED = "aws/lambda/";

    public static final String BATCH = "batch/";

    /** The reports of days, which the batch writes and never reads. */
    public static final String REPORTS = BATCH + "days/";

    private ObjectKeys() {}

    /** An archive object: the hour of arrival, the shard, and its first and last padded sequence number. */
    public static String archive(long arrivalMillis, String shardId, String first, String last) {
        return archiveHour(arrivalMillis) + "shard=" + shardId + "/" + first + "-" + last + ".ndjson.gz";
    }

    /** The prefix of an hour of arrival: {@code archive/arrival=2026-11-22T01/}. */
    public static String archiveHour(long arrivalMillis) {
        return ARCHIVE + "arrival=" + IsoInstant.format(arrivalMillis).substring(0, 13) + "/";
    }

    /** The beginning of the hour in which all records of an archive object arrived, milliseconds. */
    public static long arrivalHour(String archiveKey) {
        int from = archiveHour(0).indexOf('=') + 1;
        return IsoInstant.parse(archiveKey.substring(from, from + 13) + ":00:00.000Z");
    }

    /** A quarantined record. */
    public static String quarantine(String shardId, String paddedSequence) {
        return QUARANTINE + shardId + "/" + paddedSequence + ".json";
    }
}
