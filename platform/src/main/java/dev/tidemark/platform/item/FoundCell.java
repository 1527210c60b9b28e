package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CellItem} as it was found.
 *
 * @param viewId of the view, {@code <name>@<version>}
 * @param sliceStartMillis of the slice, inclusive
 * @param shardId of the shard whose log it comes from
 * @param sequence of the last record that was applied to it, or null where it does not say
 * @param at mark, early coordinate and key
 * @param values of its events
 * @param sketches what is said of its sketches beside their bytes, by result name
 */
public record FoundCell(
        String viewId,
        long sliceStartMillis,
        String shardId,
        @Nullable String sequence,
        MarkKey at,
        FoundMeasures values,
        Map<String, FoundApproximation> sketches) {

    /** Reads cells as they are found. */
    public static final FoundItems<FoundCell> ITEMS = new FoundItems<>(Table.CELLS, FoundCell::read);

    public FoundCell {
        sketches = Map.copyOf(sketches);
    }

    private static FoundCell read(AttributeReader item) {
        String[] partition = item.fields(item.partition(), 3);
        return new FoundCell(
                partition[0],
                item.instantOf(partition[1]),
                partition[2],
                item.optionalText(HeadItem.SEQUENCE).orElse(null),
                MarkKey.parse(item.sort()),
                FoundMeasures.read(item),
                item.mapOfMaps(SketchAttributes.SKETCHES, FoundApproximation::read));
    }
}
