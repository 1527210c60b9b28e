package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.Counts;
import dev.tidemark.domain.fold.Step;
import dev.tidemark.domain.platform.Sequence;
import dev.tidemark.domain.watermark.ShardTime;
import java.util.List;

/**
 * How far a shard's log has been applied: everything up to {@code sequence} is in the cells, nothing after it counts.
 *
 * @param shardId of the shard
 * @param sequence padded sequence number of the last applied record, {@link Sequence#NONE} before the first
 * @param time what the log up to there has said about time
 * @param ended whether the shard is closed and applied to its end; it no longer holds the global watermark
 * @param parents shards that this one goes on from, as far as the stream still knew them
 * @param viewsVersion of the last {@code views} record, or empty
 * @param counts since the shard's first record
 */
public record Head(
        String shardId,
        String sequence,
        ShardTime time,
        boolean ended,
        List<String> parents,
        String viewsVersion,
        Counts counts) {

    public Head {
        parents = List.copyOf(parents);
    }

    /** The head of a shard of which nothing has been applied. */
    public static Head initial(String shardId, ShardTime time, List<String> parents, String viewsVersion) {
        return new Head(shardId, Sequence.NONE, time, false, parents, viewsVersion, Counts.NONE);
    }

    /** The head once this step is committed on top of it. */
    public Head after(Step step) {
        return new Head(
                shardId,
                step.last(),
                step.time(),
                ended,
                parents,
                step.viewsVersion().isEmpty() ? viewsVersion : step.viewsVersion(),
                counts.plus(step.counts()));
    }
}
