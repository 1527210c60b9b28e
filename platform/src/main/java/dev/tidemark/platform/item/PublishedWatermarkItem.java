package dev.tidemark.platform.item;

import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.platform.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Up to which watermark all panes of a time domain are published. In {@link Table#JOURNAL}, partition {@code published},
 * sorted by domain; no item before the first pane.
 *
 * @param domain of the windows
 * @param watermarkMillis that closing has come to
 */
public record PublishedWatermarkItem(TimeDomain domain, long watermarkMillis) implements StoredItem {

    /** Reads published watermarks. */
    public static final ItemCodec<PublishedWatermarkItem> CODEC =
            new ItemCodec<>(Table.JOURNAL, Lifetime.KEPT, PublishedWatermarkItem::read);

    private static final String PUBLISHED = "published";
    private static final String WATERMARK = "watermark";

    /** The published watermark of a domain. */
    public static ItemKey<PublishedWatermarkItem> key(TimeDomain domain) {
        return new ItemKey<>(CODEC, PUBLISHED, domain.wireName());
    }

    /** The write that moves it on, unless another closer is here or further already. */
    public ItemPut<PublishedWatermarkItem> advancing() {
        return new ItemPut<>(
                CODEC,
                this,
                new WriteCondition.Any(List.of(
                        new WriteCondition.Equal(WATERMARK, null),
                        new WriteCondition.Less(WATERMARK, AttributeWriter.number(watermarkMillis)))));
    }

    @Override
    public ItemCodec<PublishedWatermarkItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        return new AttributeWriter(key(domain))
                .number(WATERMARK, watermarkMillis)
                .attributes();
    }

    private static PublishedWatermarkItem read(AttributeReader item) {
        return new PublishedWatermarkItem(
                TimeDomain.valueOf(item.sort().toUpperCase(Locale.ROOT)), item.number(WATERMARK));
    }
}
