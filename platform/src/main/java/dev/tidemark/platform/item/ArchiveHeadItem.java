package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How far a shard is archived. In {@link Table#JOURNAL}, partition {@code archived}, sorted by shard.
 *
 * @param shardId of the shard
 * @param sequence padded sequence number of its last archived record
 */
public record ArchiveHeadItem(String shardId, String sequence) implements StoredItem {

    /** Reads archive heads. */
    public static final ItemCodec<ArchiveHeadItem> CODEC =
            new ItemCodec<>(Table.JOURNAL, Lifetime.KEPT, ArchiveHeadItem::read);

    private static final String ARCHIVED = "archived";
    private static final String SEQUENCE = HeadItem.SEQUENCE;

    /** The archive heads of all shards. */
    public static ItemRange<ArchiveHeadItem> all() {
        return ItemRange.all(CODEC, ARCHIVED);
    }

    /** The archive head of a shard. */
    public static ItemKey<ArchiveHeadItem> key(String shardId) {
        return new ItemKey<>(CODEC, ARCHIVED, shardId);
    }

    /** The write that moves the head here, unless it is here or further already. */
    public ItemPut<ArchiveHeadItem> advancing() {
        return new ItemPut<>(
                CODEC,
                this,
                new WriteCondition.Any(List.of(
                        new WriteCondition.Equal(SEQUENCE, null),
                        new WriteCondition.Less(SEQUENCE, AttributeWriter.text(sequence)))));
    }

    @Override
    public ItemCodec<ArchiveHeadItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        return new AttributeWriter(key(shardId)).text(SEQUENCE, sequence).attributes();
    }

    private static ArchiveHeadItem read(AttributeReader item) {
        return new ArchiveHeadItem(item.sort(), item.text(SEQUENCE));
    }
}
