package dev.tidemark.platform.item;

import dev.tidemark.platform.HashKeyRange;
import dev.tidemark.platform.Table;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The head of a shard: how far its log has been applied. In {@link Table#JOURNAL}, partition {@code heads}, sorted by shard.
 *
 * @param shardId of the shard
 * @param sequence padded sequence number of the last applied record, {@code Sequence.NONE} before the first
 * @param clocks what the log up to there has said about time
 * @param ended whether the shard is closed and applied to its end
 * @param parents shards that this one goes on from, as far as the stream still knew them
 * @param hashKeys of the shard; {@link HashKeyRange#ALL} where an earlier release opened it
 * @param openedWith version of the views that its first record is read with; empty where an earlier release opened it
 * @param viewsVersion the one in force after {@code sequence}; empty where an earlier release moved it
 * @param counts since the shard's first record
 * @param unmatched halves of joins that it collected without their ever having met another, by view id
 */
public record HeadItem(
        String shardId,
        String sequence,
        ShardClocks clocks,
        boolean ended,
        List<String> parents,
        HashKeyRange hashKeys,
        String openedWith,
        String viewsVersion,
        ShardCounts counts,
        Map<String, UnmatchedHalves> unmatched)
        implements StoredItem {

    /** Reads heads. */
    public static final ItemCodec<HeadItem> CODEC = new ItemCodec<>(Table.JOURNAL, Lifetime.KEPT, HeadItem::read);

    /** Also of cells and archive heads: the sequence number up to which an item holds its shard's log. */
    static final String SEQUENCE = "seq";

    private static final String HEADS = "heads";
    private static final String ENDED = "ended";
    private static final String PARENTS = "parents";
    private static final String HASH_KEYS = "hashKeys";
    private static final String OPENED_WITH = "openedWith";
    private static final String VIEWS_VERSION = "viewsVersion";
    private static final String UNMATCHED = "unmatched";

    public HeadItem {
        parents = List.copyOf(parents);
        unmatched = Map.copyOf(unmatched);
    }

    /** The heads of all shards, ended ones included. */
    public static ItemRange<HeadItem> all() {
        return ItemRange.all(CODEC, HEADS);
    }

    /** The key of a shard's head. */
    public static ItemKey<HeadItem> key(String shardId) {
        return new ItemKey<>(CODEC, HEADS, shardId);
    }

    /** The write of a shard's first head, unless it has one. */
    public ItemPut<HeadItem> opening() {
        return new ItemPut<>(CODEC, this, new WriteCondition.Absent());
    }

    /** The write that moves the head on from where it stood, unless it has moved or has ended since. */
    public ItemPut<HeadItem> movedFrom(String fromSequence) {
        return new ItemPut<>(
                CODEC,
                this,
                new WriteCondition.All(List.of(
                        new WriteCondition.Equal(SEQUENCE, AttributeWriter.text(fromSequence)),
                        new WriteCondition.Equal(ENDED, null))));
    }

    /** The write that marks the shard as applied to its end, and leaves all else as it is. */
    public static ItemUpdate<HeadItem> ending(String shardId) {
        return new ItemUpdate<>(
                key(shardId), Map.of(ENDED, AttributeValue.fromBool(true)), new WriteCondition.Present());
    }

    @Override
    public ItemCodec<HeadItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        AttributeWriter item = new AttributeWriter(key(shardId))
                .text(SEQUENCE, sequence)
                .text(HASH_KEYS, hashKeys.toString())
                .text(OPENED_WITH, openedWith)
                .text(VIEWS_VERSION, viewsVersion)
                .textsIfAny(PARENTS, parents)
                .flag(ENDED, ended);
        if (!unmatched.isEmpty()) {
            item.mapOfMaps(UNMATCHED, unmatched, UnmatchedHalves::write);
        }
        return counts.write(clocks.write(item)).attributes();
    }

    private static HeadItem read(AttributeReader item) {
        return new HeadItem(
                item.sort(),
                item.text(SEQUENCE),
                ShardClocks.read(item),
                item.flag(ENDED),
                item.texts(PARENTS),
                item.optionalText(HASH_KEYS).map(HashKeyRange::parse).orElse(HashKeyRange.ALL),
                item.optionalText(OPENED_WITH).orElse(""),
                item.optionalText(VIEWS_VERSION).orElse(""),
                ShardCounts.read(item),
                item.mapOfMaps(UNMATCHED, UnmatchedHalves::read));
    }
}
