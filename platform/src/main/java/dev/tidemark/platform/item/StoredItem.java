package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of a table, as {@code docs/platform.md} has it. Instants are milliseconds since the epoch, and {@link
 * ShardClocks#UNKNOWN} where the item has none; sequence numbers are padded.
 *
 * <p>Reading: {@code HeadItem.key(shardId)} is an {@link ItemKey}, {@code HeadItem.all()} an {@link ItemRange}; both make
 * the SDK's request and know the {@link ItemCodec} that reads what comes. Writing: an item alone, where any state of the
 * table will do ({@link #attributesAt}), or an {@link ItemPut}, which has the condition as well.
 */
public sealed interface StoredItem
        permits AcceptedHoleItem,
                ArchiveHeadItem,
                ArchiveObjectItem,
                CellItem,
                CorrectionIndexItem,
                CorrectionItem,
                DueItem,
                FormatItem,
                HalfItem,
                HeadItem,
                LeaseItem,
                MomentItem,
                PublishedRunItem,
                PublishedWatermarkItem,
                StepItem,
                UnindexedItem,
                ViewsFileItem,
                WindowItem {

    /** How items of this kind are read and written. */
    ItemCodec<? extends StoredItem> codec();

    /** Every attribute, the keys included and the time to live not. */
    Map<String, AttributeValue> attributes();

    /** The table that it is in. */
    default Table table() {
        return codec().table();
    }

    /**
     * Every attribute, with the time to live of its kind.
     *
     * @param nowMillis wall clock of the write
     */
    default Map<String, AttributeValue> attributesAt(long nowMillis) {
        Map<String, AttributeValue> attributes = attributes();
        codec().lifetime()
                .expiresAtSecond(nowMillis)
                .ifPresent(second -> attributes.put(Table.TIME_TO_LIVE, AttributeWriter.number(second)));
        return attributes;
    }
}
