package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Which run's corrections hold for the days of a month of a view, as one run says. In {@link Table#CORRECTIONS}, partition
 * {@code days#<run>}, sorted by {@code <viewId>#YYYY-MM}. Written under no condition, into a partition that nobody reads
 * before its run is published.
 *
 * @param run that wrote the index
 * @param viewId of the view, {@code <name>@<version>}
 * @param month {@code YYYY-MM}
 * @param runs by day, {@code YYYY-MM-DD}
 * @param expiresAtSecond when it goes, since the epoch; empty while its run is the published one
 */
public record CorrectionIndexItem(
        String run, String viewId, String month, Map<String, String> runs, OptionalLong expiresAtSecond)
        implements StoredItem {

    /** Reads indexes of corrections. */
    public static final ItemCodec<CorrectionIndexItem> CODEC =
            new ItemCodec<>(Table.CORRECTIONS, Lifetime.KEPT, CorrectionIndexItem::read);

    private static final String PARTITION = "days#";
    private static final String RUNS = "runs";
    private static final int DAY_SECONDS = 86_400;

    public CorrectionIndexItem {
        runs = Map.copyOf(runs);
    }

    /** The whole index of a run. */
    public static ItemRange<CorrectionIndexItem> of(String run) {
        return ItemRange.all(CODEC, PARTITION + run);
    }

    /** The index of a view's month. */
    public static ItemKey<CorrectionIndexItem> key(String run, String viewId, String month) {
        return new ItemKey<>(CODEC, PARTITION + run, viewId + "#" + month);
    }

    /** The same, out of use: it goes in a day, so that whoever has read its run's name can still read it. */
    public CorrectionIndexItem superseded(long nowMillis) {
        return new CorrectionIndexItem(run, viewId, month, runs, OptionalLong.of(nowMillis / 1_000 + DAY_SECONDS));
    }

    @Override
    public ItemCodec<CorrectionIndexItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        AttributeWriter item = new AttributeWriter(key(run, viewId, month)).mapOf(RUNS, runs, AttributeWriter::text);
        expiresAtSecond.ifPresent(item::expires);
        return item.attributes();
    }

    private static CorrectionIndexItem read(AttributeReader item) {
        String[] sort = item.fields(item.sort(), 2);
        return new CorrectionIndexItem(
                item.partitionAfter(PARTITION),
                sort[0],
                sort[1],
                item.mapOf(RUNS, AttributeValue::s),
                item.optionalNumber(Table.TIME_TO_LIVE));
    }
}
