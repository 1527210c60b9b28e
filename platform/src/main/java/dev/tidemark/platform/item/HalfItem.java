package dev.tidemark.platform.item;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.Table;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A half of a join's pairs that waits for others. In {@link Table#JOINS}, partition {@code <viewId>#<shardId>}, sorted by
 * {@code <event time>#<sequence>#<position, 4 digits>}. Written under no condition: the same half is always written the
 * same.
 *
 * @param viewId of the view, {@code <name>@<version>}
 * @param shardId of the shard
 * @param timeMillis event time
 * @param sequence padded sequence number of its record
 * @param position of the event in its record, from 0
 * @param side {@code left} or {@code right}
 * @param deviceId whose event it is
 * @param on the text that both halves of a pair have
 * @param watermarkMillis the event watermark that its record met, or {@link ShardClocks#UNKNOWN}
 * @param valueMicros of the event, or {@link Micros#NONE}
 * @param eventAttributes texts of those attributes that the view looks at
 */
public record HalfItem(
        String viewId,
        String shardId,
        long timeMillis,
        String sequence,
        int position,
        String side,
        String deviceId,
        String on,
        long watermarkMillis,
        long valueMicros,
        Map<String, String> eventAttributes)
        implements StoredItem {

    /** Reads halves. */
    public static final ItemCodec<HalfItem> CODEC = new ItemCodec<>(Table.JOINS, Lifetime.WORKING, HalfItem::read);

    private static final String SIDE = "side";
    private static final String DEVICE = "device";
    private static final String ON = "on";
    private static final String VALUE = "value";
    private static final String ATTRIBUTES = "attributes";

    public HalfItem {
        eventAttributes = Map.copyOf(eventAttributes);
    }

    /**
     * The halves of a view in a shard, by event time.
     *
     * @param fromMillis smallest event time, inclusive, or {@link ShardClocks#UNKNOWN} for all
     */
    public static ItemRange<HalfItem> from(String viewId, String shardId, long fromMillis) {
        return new ItemRange<>(
                CODEC,
                viewId + "#" + shardId,
                fromMillis == ShardClocks.UNKNOWN ? null : IsoInstant.format(fromMillis),
                null);
    }

    /** Its key. */
    public ItemKey<HalfItem> key() {
        return new ItemKey<>(
                CODEC,
                viewId + "#" + shardId,
                IsoInstant.format(timeMillis) + "#" + sequence + "#" + String.format(Locale.ROOT, "%04d", position));
    }

    @Override
    public ItemCodec<HalfItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        AttributeWriter item = new AttributeWriter(key())
                .text(SIDE, side)
                .text(DEVICE, deviceId)
                .text(ON, on)
                .millis(ShardClocks.WATERMARK, watermarkMillis)
                .mapOf(ATTRIBUTES, eventAttributes, AttributeWriter::text);
        if (valueMicros != Micros.NONE) {
            item.number(VALUE, Micros.toDecimal(valueMicros));
        }
        return item.attributes();
    }

    private static HalfItem read(AttributeReader item) {
        String[] partition = item.fields(item.partition(), 2);
        String[] place = item.fields(item.sort(), 3);
        return new HalfItem(
                partition[0],
                partition[1],
                item.instantOf(place[0]),
                place[1],
                Integer.parseInt(place[2]),
                item.text(SIDE),
                item.text(DEVICE),
                item.text(ON),
                item.millis(ShardClocks.WATERMARK),
                item.has(VALUE) ? Micros.ofDecimal(item.decimal(VALUE)) : Micros.NONE,
                item.mapOf(ATTRIBUTES, AttributeValue::s));
    }
}
