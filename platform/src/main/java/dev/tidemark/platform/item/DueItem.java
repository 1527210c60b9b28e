package dev.tidemark.platform.item;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.platform.Table;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * That a slice has a cell, in one shard, which a window publishes at this mark. In {@link Table#JOURNAL}, partition {@code
 * due#<shardId>}, sorted by {@code <domain>#<mark>#<viewId>#<slice start>}; it has no other attributes. Written under no
 * condition, before the cell.
 *
 * @param shardId of the shard
 * @param domain whose watermark it waits for
 * @param markMillis the watermark at which it is to be looked at
 * @param viewId of the view, {@code <name>@<version>}
 * @param sliceStartMillis of the slice, inclusive
 */
public record DueItem(String shardId, TimeDomain domain, long markMillis, String viewId, long sliceStartMillis)
        implements StoredItem {

    /** Reads due slices. */
    public static final ItemCodec<DueItem> CODEC = new ItemCodec<>(Table.JOURNAL, Lifetime.WORKING, DueItem::read);

    private static final String PARTITION = "due#";

    /**
     * The due slices of a shard with {@code after < mark <= upTo}.
     *
     * @param afterMillis a mark, exclusive, or {@link ShardClocks#UNKNOWN} for all from the first
     * @param upToMillis a mark, inclusive
     */
    public static ItemRange<DueItem> between(String shardId, TimeDomain domain, long afterMillis, long upToMillis) {
        return new ItemRange<>(
                CODEC, PARTITION + shardId, from(domain, afterMillis), prefix(domain) + MarkKey.afterAllOf(upToMillis));
    }

    /** The due slices of a shard with {@code after < mark}; {@code after} may be {@link ShardClocks#UNKNOWN}. */
    public static ItemRange<DueItem> after(String shardId, TimeDomain domain, long afterMillis) {
        return new ItemRange<>(CODEC, PARTITION + shardId, from(domain, afterMillis), prefix(domain) + "~");
    }

    private static String from(TimeDomain domain, long afterMillis) {
        return afterMillis == ShardClocks.UNKNOWN ? prefix(domain) : prefix(domain) + MarkKey.afterAllOf(afterMillis);
    }

    private static String prefix(TimeDomain domain) {
        return domain.wireName() + "#";
    }

    @Override
    public ItemCodec<DueItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        return new AttributeWriter(new ItemKey<>(
                        CODEC,
                        PARTITION + shardId,
                        prefix(domain) + IsoInstant.format(markMillis) + "#" + viewId + "#"
                                + IsoInstant.format(sliceStartMillis)))
                .attributes();
    }

    private static DueItem read(AttributeReader item) {
        String[] sort = item.fields(item.sort(), 4);
        return new DueItem(
                item.partitionAfter(PARTITION),
                TimeDomain.valueOf(sort[0].toUpperCase(Locale.ROOT)),
                item.instantOf(sort[1]),
                sort[2],
                item.instantOf(sort[3]));
    }
}
