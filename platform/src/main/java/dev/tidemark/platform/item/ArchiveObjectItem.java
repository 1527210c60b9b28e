package dev.tidemark.platform.item;

import dev.tidemark.domain.event.Sequence;
import dev.tidemark.platform.Table;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An object of the archive. In {@link Table#JOURNAL}, partition {@code archive#<shardId>}, sorted by {@code <first>-<last>};
 * it does not expire. Written under no condition: the same object is always noted the same.
 *
 * @param shardId whose records it holds
 * @param first padded sequence number of its first record
 * @param last padded sequence number of its last record
 * @param objectKey in the bucket
 * @param records how many
 * @param bytes its size
 * @param sha256 of its bytes, lower-case hex
 */
public record ArchiveObjectItem(
        String shardId, String first, String last, String objectKey, long records, long bytes, String sha256)
        implements StoredItem {

    /** Reads archive objects. */
    public static final ItemCodec<ArchiveObjectItem> CODEC =
            new ItemCodec<>(Table.JOURNAL, Lifetime.KEPT, ArchiveObjectItem::read);

    private static final String PARTITION = "archive#";
    private static final String KEY = "key";
    private static final String BYTES = "bytes";
    private static final String SHA256 = "sha256";

    /** The objects of a shard whose first record is not before one padded sequence number and not after another. */
    public static ItemRange<ArchiveObjectItem> beginning(String shardId, String from, String upTo) {
        return new ItemRange<>(CODEC, PARTITION + shardId, from, upTo + "-" + "9".repeat(Sequence.WIDTH));
    }

    /** The object of a shard with these first and last records. */
    public static ItemKey<ArchiveObjectItem> key(String shardId, String first, String last) {
        return new ItemKey<>(CODEC, PARTITION + shardId, first + "-" + last);
    }

    @Override
    public ItemCodec<ArchiveObjectItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        return new AttributeWriter(key(shardId, first, last))
                .text(KEY, objectKey)
                .number(ShardCounts.RECORDS, records)
                .number(BYTES, bytes)
                .text(SHA256, sha256)
                .attributes();
    }

    private static ArchiveObjectItem read(AttributeReader item) {
        String range = item.sort();
        int dash = range.indexOf('-');
        if (dash < 0) {
            throw item.unreadable("its sort key is no <first>-<last>");
        }
        return new ArchiveObjectItem(
                item.partitionAfter(PARTITION),
                range.substring(0, dash),
                range.substring(dash + 1),
                item.text(KEY),
                item.number(ShardCounts.RECORDS),
                item.number(BYTES),
                item.text(SHA256));
    }
}
