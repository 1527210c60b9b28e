package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Corrections of a month of a view that may be in no index: of a run that is on its way to be published or was stopped on
 * it, or of one that another has taken the place of. In {@link Table#CORRECTIONS}, partition {@code unindexed}, sorted by
 * {@code <run>#<viewId>#YYYY-MM#<notedBy>}. Written under no condition, before the first of the corrections, or before the switch that
 * takes them out of the index; so whoever sweeps finds every one of them here.
 *
 * @param run that wrote the corrections
 * @param viewId of the view, {@code <name>@<version>}
 * @param month {@code YYYY-MM}
 * @param notedBy the run that wrote this
 * @param days {@code YYYY-MM-DD}
 * @param notedMillis when this was written, by the wall clock
 * @param superseded whether they were published: somebody may still be reading them
 */
public record UnindexedItem(
        String run,
        String viewId,
        String month,
        String notedBy,
        List<String> days,
        long notedMillis,
        boolean superseded)
        implements StoredItem {

    /** Reads what may be in no index. */
    public static final ItemCodec<UnindexedItem> CODEC =
            new ItemCodec<>(Table.CORRECTIONS, Lifetime.KEPT, UnindexedItem::read);

    private static final String PARTITION = "unindexed";
    private static final String DAYS = "days";
    private static final String NOTED = "noted";
    private static final String SUPERSEDED = "superseded";

    public UnindexedItem {
        days = List.copyOf(days);
    }

    /** All that was noted and not swept yet. */
    public static ItemRange<UnindexedItem> all() {
        return ItemRange.all(CODEC, PARTITION);
    }

    /** Its key. */
    public ItemKey<UnindexedItem> key() {
        return new ItemKey<>(CODEC, PARTITION, run + "#" + viewId + "#" + month + "#" + notedBy);
    }

    @Override
    public ItemCodec<UnindexedItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        return new AttributeWriter(key())
                .texts(DAYS, days)
                .instant(NOTED, notedMillis)
                .flag(SUPERSEDED, superseded)
                .attributes();
    }

    private static UnindexedItem read(AttributeReader item) {
        String[] sort = item.fields(item.sort(), 4);
        return new UnindexedItem(
                sort[0], sort[1], sort[2], sort[3], item.texts(DAYS), item.instant(NOTED), item.flag(SUPERSEDED));
    }
}
