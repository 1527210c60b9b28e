package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A hole in the archive that a person has accepted: an object that is not what its journal entry says, and cannot be mended.
 * In {@link Table#CORRECTIONS}, partition {@code acceptedHoles}, sorted by {@code <shardId>/<first>-<last>}; it does not
 * expire.
 *
 * @param shardId whose records are missing
 * @param first padded sequence number of the first of them
 * @param last padded sequence number of the last
 * @param objectKey of the object
 * @param untilMillis the shard's clock behind them, by the stream's journal; no event of them was received later
 * @param acceptedAtMillis by the wall clock
 */
public record AcceptedHoleItem(
        String shardId, String first, String last, String objectKey, long untilMillis, long acceptedAtMillis)
        implements StoredItem {

    /** Reads accepted holes. */
    public static final ItemCodec<AcceptedHoleItem> CODEC =
            new ItemCodec<>(Table.CORRECTIONS, Lifetime.KEPT, AcceptedHoleItem::read);

    private static final String PARTITION = "acceptedHoles";
    private static final String KEY = "key";
    private static final String UNTIL = "until";
    private static final String ACCEPTED = "accepted";

    /** All of them. */
    public static ItemRange<AcceptedHoleItem> all() {
        return ItemRange.all(CODEC, PARTITION);
    }

    /** The write that accepts it, unless somebody has before. */
    public ItemPut<AcceptedHoleItem> accepting() {
        return new ItemPut<>(CODEC, this, new WriteCondition.Absent());
    }

    /** What people call it: {@code <shardId>/<first>-<last>}. */
    public String name() {
        return shardId + "/" + first + "-" + last;
    }

    @Override
    public ItemCodec<AcceptedHoleItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        return new AttributeWriter(new ItemKey<>(CODEC, PARTITION, name()))
                .text(KEY, objectKey)
                .number(UNTIL, untilMillis)
                .number(ACCEPTED, acceptedAtMillis)
                .attributes();
    }

    private static AcceptedHoleItem read(AttributeReader item) {
        String name = item.sort();
        int slash = name.lastIndexOf('/');
        int dash = name.indexOf('-', slash);
        if (slash < 0 || dash < 0) {
            throw item.unreadable("its sort key is no <shard>/<first>-<last>");
        }
        return new AcceptedHoleItem(
                name.substring(0, slash),
                name.substring(slash + 1, dash),
                name.substring(dash + 1),
                item.text(KEY),
                item.number(UNTIL),
                item.number(ACCEPTED));
    }
}
