package dev.tidemark.platform.item;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.Table;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What batch says differently from the stream's final pane. In {@link Table#CORRECTIONS}, partition {@code
 * <viewId>#<day>#<run>}, sorted by {@code <start>/<end>#<key>}. Written under no condition, into a partition that nobody
 * reads before its run is published.
 *
 * @param viewId of the view, {@code <name>@<version>}
 * @param day UTC day of the window, {@code YYYY-MM-DD}
 * @param run that computed it
 * @param window or session
 * @param key of the group
 * @param says what batch has for it; empty where batch has no such window, which is stored as {@code removed}
 */
public record CorrectionItem(
        String viewId, String day, String run, Interval window, String key, Optional<MeasureValues> says)
        implements StoredItem {

    /** Reads corrections. */
    public static final ItemCodec<CorrectionItem> CODEC =
            new ItemCodec<>(Table.CORRECTIONS, Lifetime.KEPT, CorrectionItem::read);

    private static final String REMOVED = "removed";

    /** The corrections of a view's day as a run wrote them. */
    public static ItemRange<CorrectionItem> of(String viewId, String day, String run) {
        return ItemRange.all(CODEC, partition(viewId, day, run));
    }

    /** Those of them whose windows start at this time or later. */
    public static ItemRange<CorrectionItem> from(String viewId, String day, String run, long startMillis) {
        return new ItemRange<>(CODEC, partition(viewId, day, run), IsoInstant.format(startMillis), null);
    }

    /** Its key. */
    public ItemKey<CorrectionItem> itemKey() {
        return new ItemKey<>(CODEC, partition(viewId, day, run), window + "#" + key);
    }

    private static String partition(String viewId, String day, String run) {
        return viewId + "#" + day + "#" + run;
    }

    @Override
    public ItemCodec<CorrectionItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        AttributeWriter item = new AttributeWriter(itemKey());
        return says.map(values -> values.write(item))
                .orElseGet(() -> item.flag(REMOVED, true))
                .attributes();
    }

    private static CorrectionItem read(AttributeReader item) {
        String[] partition = item.fields(item.partition(), 3);
        String[] sort = item.fields(item.sort(), 2);
        return new CorrectionItem(
                partition[0],
                partition[1],
                partition[2],
                Interval.parse(sort[0]),
                sort[1],
                item.flag(REMOVED) ? Optional.empty() : Optional.of(MeasureValues.read(item)));
    }
}
