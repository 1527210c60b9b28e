package dev.tidemark.platform.item;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.Table;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The run of the batch that is published. In {@link Table#CORRECTIONS}, {@code published} / {@code current}. Writing it is
 * the switch.
 *
 * @param run id of the run
 * @param atMillis when it was published
 * @param verifiedThrough by view id, the end of its contiguous verified days, milliseconds
 */
public record PublishedRunItem(String run, long atMillis, Map<String, Long> verifiedThrough) implements StoredItem {

    /** Reads what is published. */
    public static final ItemCodec<PublishedRunItem> CODEC =
            new ItemCodec<>(Table.CORRECTIONS, Lifetime.KEPT, PublishedRunItem::read);

    private static final String PARTITION = "published";
    private static final String SORT = "current";
    private static final String RUN = "run";
    private static final String AT = "at";
    private static final String VERIFIED_THROUGH = "verifiedThrough";

    public PublishedRunItem {
        verifiedThrough = Map.copyOf(verifiedThrough);
    }

    /** Its key. */
    public static ItemKey<PublishedRunItem> key() {
        return new ItemKey<>(CODEC, PARTITION, SORT);
    }

    /**
     * The write that switches to this run, unless another one was published in the meantime.
     *
     * @param before the run that this one went on from; empty for none
     */
    public ItemPut<PublishedRunItem> switchFrom(Optional<String> before) {
        return new ItemPut<>(
                CODEC,
                this,
                before.<WriteCondition>map(run -> new WriteCondition.Equal(RUN, AttributeWriter.text(run)))
                        .orElseGet(WriteCondition.Absent::new));
    }

    @Override
    public ItemCodec<PublishedRunItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        return new AttributeWriter(key())
                .text(RUN, run)
                .instant(AT, atMillis)
                .mapOf(VERIFIED_THROUGH, verifiedThrough, at -> AttributeWriter.text(IsoInstant.format(at)))
                .attributes();
    }

    private static PublishedRunItem read(AttributeReader item) {
        return new PublishedRunItem(
                item.text(RUN), item.instant(AT), item.mapOf(VERIFIED_THROUGH, at -> item.instantOf(at.s())));
    }
}
