package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A step of a shard's log, committed if the shard's head is at it or beyond. In {@link Table#JOURNAL}, partition {@code
 * step#<shardId>}, sorted by the last sequence number. Written under no condition: the same step is always written the same, but
 * for the wall clock of the write, which {@link FoundStep} reads.
 *
 * @param shardId of the shard
 * @param first padded sequence number of its first record
 * @param last padded sequence number of its last record
 * @param clocks what the log up to its end has said about time
 * @param counts of it alone
 * @param seen the fingerprints that it saw, packed; not copied
 */
public record StepItem(String shardId, String first, String last, ShardClocks clocks, ShardCounts counts, byte[] seen)
        implements StoredItem {

    /** Reads steps. */
    public static final ItemCodec<StepItem> CODEC = new ItemCodec<>(Table.JOURNAL, Lifetime.WORKING, StepItem::read);

    /** Wall clock of the write, milliseconds; steps of earlier releases have none. */
    static final String WRITTEN = "written";

    private static final String PARTITION = "step#";
    private static final String FIRST = MeasureValues.FIRST;
    private static final String SEEN = "seen";

    /** The steps of a shard with {@code from <= last <= to}, both padded. */
    public static ItemRange<StepItem> between(String shardId, String from, String to) {
        return new ItemRange<>(CODEC, PARTITION + shardId, from, to);
    }

    /** The steps of a shard with {@code last <= to}, padded. */
    public static ItemRange<StepItem> upTo(String shardId, String to) {
        return new ItemRange<>(CODEC, PARTITION + shardId, null, to);
    }

    @Override
    public ItemCodec<StepItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        AttributeWriter item = new AttributeWriter(new ItemKey<>(CODEC, PARTITION + shardId, last))
                .text(FIRST, first)
                .bytes(SEEN, seen);
        return counts.write(clocks.write(item)).attributes();
    }

    @Override
    public Map<String, AttributeValue> attributesAt(long nowMillis) {
        Map<String, AttributeValue> attributes = StoredItem.super.attributesAt(nowMillis);
        attributes.put(WRITTEN, AttributeWriter.number(nowMillis));
        return attributes;
    }

    private static StepItem read(AttributeReader item) {
        return new StepItem(
                item.partitionAfter(PARTITION),
                item.text(FIRST),
                item.sort(),
                ShardClocks.read(item),
                ShardCounts.read(item),
                item.bytes(SEEN));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StepItem step
                && shardId.equals(step.shardId)
                && first.equals(step.first)
                && last.equals(step.last)
                && clocks.equals(step.clocks)
                && counts.equals(step.counts)
                && Arrays.equals(seen, step.seen);
    }

    @Override
    public int hashCode() {
        return Objects.hash(shardId, first, last, clocks, counts, Arrays.hashCode(seen));
    }
}
