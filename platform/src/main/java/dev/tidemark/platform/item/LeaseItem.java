package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The lease of the version of the views that is to be in force. In {@link Table#JOURNAL}, {@code lease} / {@code views}.
 *
 * @param version that is to be in force
 * @param renewedMillis when it was last renewed, by the wall clock
 */
public record LeaseItem(String version, long renewedMillis) implements StoredItem {

    /** Reads the lease. */
    public static final ItemCodec<LeaseItem> CODEC = new ItemCodec<>(Table.JOURNAL, Lifetime.KEPT, LeaseItem::read);

    private static final String LEASES = "lease";
    private static final String VERSION = "version";
    private static final String RENEWED = "renewed";

    /** Its key. */
    public static ItemKey<LeaseItem> key() {
        return new ItemKey<>(CODEC, LEASES, ViewsFileItem.VIEWS);
    }

    /**
     * The write that renews the lease of this version, or takes it where nobody has it or another version's was last renewed
     * before {@code expiredMillis}.
     */
    public ItemPut<LeaseItem> taking(long expiredMillis) {
        return new ItemPut<>(
                CODEC,
                this,
                new WriteCondition.Any(List.of(
                        new WriteCondition.Absent(),
                        new WriteCondition.Equal(VERSION, AttributeWriter.text(version)),
                        new WriteCondition.Less(RENEWED, AttributeWriter.number(expiredMillis)))));
    }

    @Override
    public ItemCodec<LeaseItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        return new AttributeWriter(key())
                .text(VERSION, version)
                .number(RENEWED, renewedMillis)
                .attributes();
    }

    private static LeaseItem read(AttributeReader item) {
        return new LeaseItem(item.text(VERSION), item.number(RENEWED));
    }
}
