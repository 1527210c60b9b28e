package dev.tidemark.platform;

import dev.tidemark.domain.event.IsoInstant;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Partition and sort keys of the DynamoDB items; the table of them is in {@code docs/platform.md}. Instants are 24
 * characters, so that the order of keys is the order of time. A {@code #} parts the fields; view names have none, and a
 * key, which may have one, comes last.
 */
public final class ItemKeys {

    /** Partition key of the heads of all shards. */
    public static final String HEADS = "heads";

    /** Partition key of the archive's heads. */
    public static final String ARCHIVED = "archived";

    /** Partition key of the published watermarks, one item a time domain. */
    public static final String PUBLISHED = "published";

    /** Partition key of the views files; the sort key is the version. */
    public static final String VIEWS = "views";

    /** Partition key of leases; the sort key says of what. */
    public static final String LEASES = "lease";

    /** Stands for "no early coordinate" in a sort key; sorts before every instant. */
    public static final String NO_EARLY = "-";

    private ItemKeys() {}

    /** Partition of the cells of one slice of a view in one shard. */
    public static String cells(String viewId, long sliceStartMillis, String shardId) {
        return viewId + "#" + IsoInstant.format(sliceStartMillis) + "#" + shardId;
    }

    /** Partition of the panes of one window and bucket. */
    public static String panes(String viewId, long startMillis, long endMillis, int bucket) {
        return viewId + "#" + interval(startMillis, endMillis) + "#" + bucket;
    }

    /** A window, or a session, as {@code <start>/<end>}. */
    public static String interval(long startMillis, long endMillis) {
        return IsoInstant.format(startMillis) + "/" + IsoInstant.format(endMillis);
    }

    /** Sort key of a cell or a pane: by mark, then early coordinate, then key. */
    public static String markAndKey(long markMillis, String early, String key) {
        return IsoInstant.format(markMillis) + "#" + early + "#" + key;
    }

    /** The same with the early coordinate in milliseconds, {@code Long.MIN_VALUE} for none. */
    public static String markAndKey(long markMillis, long earlyMillis, String key) {
        return markAndKey(markMillis, earlyMillis == Long.MIN_VALUE ? NO_EARLY : IsoInstant.format(earlyMillis), key);
    }

    /** Smallest sort key of a cell or pane with a mark after this one. */
    public static String afterMark(long markMillis) {
        return IsoInstant.format(markMillis) + "$";
    }

    /** The bucket of a key among so many: CRC-32 of its UTF-8 bytes, modulo the number. */
    public static int bucket(String key, int buckets) {
        if (buckets == 1) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % buckets);
    }

    /** Partition of a shard's steps; the sort key is the padded last sequence number. */
    public static String steps(String shardId) {
        return "step#" + shardId;
    }

    /** Partition of a shard's due slices. */
    public static String due(String shardId) {
        return "due#" + shardId;
    }

    /** Sort key of a due slice. */
    public static String dueSlice(String domain, long markMillis, String viewId, long sliceStartMillis) {
        return domain + "#" + IsoInstant.format(markMillis) + "#" + viewId + "#" + IsoInstant.format(sliceStartMillis);
    }

    /** Partition of a shard's moments; the sort key is the received watermark. */
    public static String moments(String shardId) {
        return "moment#" + shardId;
    }

    /** Partition of a shard's archive objects; the sort key is {@link #archiveRange}. */
    public static String archive(String shardId) {
        return "archive#" + shardId;
    }

    /** Sort key of an archive object: its first and last padded sequence number. */
    public static String archiveRange(String first, String last) {
        return first + "-" + last;
    }

    /** Partition of the halves of a join view in one shard. */
    public static String halves(String viewId, String shardId) {
        return viewId + "#" + shardId;
    }

    /** Sort key of a half: by event time; then its record's padded sequence number and its position in it. */
    public static String half(long timeMillis, String sequence, int position) {
        return IsoInstant.format(timeMillis) + "#" + sequence + "#" + String.format(Locale.ROOT, "%04d", position);
    }
}
