package dev.tidemark.platform.item;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.platform.Table;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A cell: the aggregate of one view, slice, mark, key and shard. In {@link Table#CELLS}, partition {@code <viewId>#<slice
 * start>#<shardId>}, sorted by {@link MarkKey}.
 *
 * @param viewId of the view, {@code <name>@<version>}
 * @param sliceStartMillis of the slice, inclusive; of a session view the start of the bucket
 * @param shardId of the shard whose log it comes from
 * @param at mark, early coordinate and key
 * @param sequence padded sequence number of the last record in it
 * @param values of its events
 * @param sketches of its events, or {@link Sketches#NONE}
 */
public record CellItem(
        String viewId,
        long sliceStartMillis,
        String shardId,
        MarkKey at,
        String sequence,
        MeasureValues values,
        Sketches sketches)
        implements StoredItem {

    /** Reads cells. */
    public static final ItemCodec<CellItem> CODEC = new ItemCodec<>(Table.CELLS, Lifetime.WORKING, CellItem::read);

    /** The sequence number up to which it holds its shard's log. */
    private static final String SEQUENCE = HeadItem.SEQUENCE;

    /** What every partition of a view's cells begins with. */
    public static String partitionPrefix(String viewId) {
        return viewId + "#";
    }

    /** The cells of a slice of a view in one shard. */
    public static ItemRange<CellItem> of(String viewId, long sliceStartMillis, String shardId) {
        return ItemRange.all(CODEC, partition(viewId, sliceStartMillis, shardId));
    }

    /** The same with marks up to this one, inclusive. */
    public static ItemRange<CellItem> upTo(String viewId, long sliceStartMillis, String shardId, long markMillis) {
        return new ItemRange<>(
                CODEC, partition(viewId, sliceStartMillis, shardId), null, MarkKey.afterAllOf(markMillis));
    }

    private static String partition(String viewId, long sliceStartMillis, String shardId) {
        return partitionPrefix(viewId) + IsoInstant.format(sliceStartMillis) + "#" + shardId;
    }

    /** Its key. */
    public ItemKey<CellItem> key() {
        return new ItemKey<>(CODEC, partition(viewId, sliceStartMillis, shardId), at.toString());
    }

    /**
     * Its measures, sketches included.
     *
     * @throws IllegalArgumentException if there can be no such measures
     */
    public Measures measures() {
        return values.toMeasures().with(sketches);
    }

    /**
     * The write that takes the place of a cell that holds the log up to this sequence number.
     *
     * @param sequence padded, or {@link Sequence#NONE} where there is to be no cell yet
     */
    public ItemPut<CellItem> onto(String expectedSequence) {
        return new ItemPut<>(
                CODEC,
                this,
                expectedSequence.equals(Sequence.NONE)
                        ? new WriteCondition.Absent()
                        : new WriteCondition.Equal(SEQUENCE, AttributeWriter.text(expectedSequence)));
    }

    @Override
    public ItemCodec<CellItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        AttributeWriter item = values.write(new AttributeWriter(key()).text(SEQUENCE, sequence));
        return SketchAttributes.write(item, sketches).attributes();
    }

    private static CellItem read(AttributeReader item) {
        String[] partition = item.fields(item.partition(), 3);
        return new CellItem(
                partition[0],
                item.instantOf(partition[1]),
                partition[2],
                MarkKey.parse(item.sort()),
                item.text(SEQUENCE),
                MeasureValues.read(item),
                SketchAttributes.read(item));
    }
}
