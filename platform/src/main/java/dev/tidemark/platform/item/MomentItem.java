package dev.tidemark.platform.item;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.Table;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where a shard's event watermark stood when its received watermark came to a point. In {@link Table#JOURNAL}, partition
 * {@code moment#<shardId>}, sorted by the received watermark. Written under no condition.
 *
 * @param shardId of the shard
 * @param receivedMillis the received watermark, just reached
 * @param watermarkMillis the event watermark at that record, or {@link ShardClocks#UNKNOWN}
 */
public record MomentItem(String shardId, long receivedMillis, long watermarkMillis) implements StoredItem {

    /** Reads moments. */
    public static final ItemCodec<MomentItem> CODEC =
            new ItemCodec<>(Table.JOURNAL, Lifetime.WORKING, MomentItem::read);

    private static final String PARTITION = "moment#";

    /** The moments of a shard from this received watermark on, inclusive. */
    public static ItemRange<MomentItem> from(String shardId, long receivedMillis) {
        return new ItemRange<>(CODEC, PARTITION + shardId, IsoInstant.format(receivedMillis), null);
    }

    @Override
    public ItemCodec<MomentItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        return new AttributeWriter(new ItemKey<>(CODEC, PARTITION + shardId, IsoInstant.format(receivedMillis)))
                .millis(ShardClocks.WATERMARK, watermarkMillis)
                .attributes();
    }

    private static MomentItem read(AttributeReader item) {
        return new MomentItem(
                item.partitionAfter(PARTITION), item.instantOf(item.sort()), item.millis(ShardClocks.WATERMARK));
    }
}
