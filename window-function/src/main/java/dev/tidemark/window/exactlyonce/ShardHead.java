package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.fold.Counts;
import dev.tidemark.domain.fold.Step;
import dev.tidemark.domain.fold.Unmatched;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.platform.HashKeyRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a shard's log has been applied: everything up to {@code sequence} is in the cells, nothing after it counts.
 *
 * @param shardId of the shard
 * @param sequence padded sequence number of the last applied record, {@link Sequence#NONE} before the first
 * @param time what the log up to there has said about time
 * @param ended whether the shard is closed and applied to its end; it no longer holds the global watermark
 * @param parents shards that this one goes on from, as far as the stream still knew them
 * @param hashKeys of the shard
 * @param openedWith version of the views that its first record is read with; empty where an earlier release opened it
 * @param viewsVersion the one in force after {@code sequence}: that of the last {@code views} record, or {@code openedWith}
 * @param counts since the shard's first record
 * @param unmatched halves of joins that it collected without ever having met another, by view id; has an entry for every
 *     join view that stored halves in it or in a shard that it goes on from
 */
public record ShardHead(
        String shardId,
        String sequence,
        ShardTime time,
        boolean ended,
        List<String> parents,
        HashKeyRange hashKeys,
        String openedWith,
        String viewsVersion,
        Counts counts,
        Map<String, Unmatched> unmatched) {

    public ShardHead {
        parents = List.copyOf(parents);
        unmatched = Map.copyOf(unmatched);
    }

    /** The head of a shard without parents, of which nothing has been applied. */
    public static ShardHead initial(String shardId, HashKeyRange hashKeys, String viewsVersion) {
        return new ShardHead(
                shardId,
                Sequence.NONE,
                ShardTime.START,
                false,
                List.of(),
                hashKeys,
                viewsVersion,
                viewsVersion,
                Counts.NONE,
                Map.of());
    }

    /**
     * The head of a shard that goes on from others, of which nothing has been applied. It starts with the earlier watermark
     * and the later clock of its parents; of different versions of the views, with the last parent's.
     *
     * @param parents one or more, as of their end
     */
    public static ShardHead child(String shardId, HashKeyRange hashKeys, List<ShardHead> parents) {
        ShardTime time = parents.stream()
                .map(ShardHead::time)
                .reduce(ShardTime::inheritedWith)
                .orElseThrow();
        String viewsVersion = parents.get(parents.size() - 1).viewsVersion();
        Map<String, Unmatched> unmatched = new HashMap<>();
        parents.forEach(parent -> parent.unmatched().keySet().forEach(view -> unmatched.put(view, Unmatched.NONE)));
        return new ShardHead(
                shardId,
                Sequence.NONE,
                time,
                false,
                parents.stream().map(ShardHead::shardId).toList(),
                hashKeys,
                viewsVersion,
                viewsVersion,
                Counts.NONE,
                unmatched);
    }

    /** The head once this step is committed on top of it. */
    public ShardHead after(Step step) {
        Map<String, Unmatched> together = new HashMap<>(unmatched);
        step.joins().forEach((view, delta) -> together.merge(view, delta.unmatched(), Unmatched::plus));
        return new ShardHead(
                shardId,
                step.last(),
                step.time(),
                ended,
                parents,
                hashKeys,
                openedWith,
                step.viewsVersion().isEmpty() ? viewsVersion : step.viewsVersion(),
                counts.plus(step.counts()),
                together);
    }

    /** The same, applied to its end. */
    public ShardHead atEnd() {
        return new ShardHead(
                shardId, sequence, time, true, parents, hashKeys, openedWith, viewsVersion, counts, unmatched);
    }
}
