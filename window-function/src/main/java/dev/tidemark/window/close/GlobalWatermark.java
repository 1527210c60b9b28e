package dev.tidemark.window.close;

import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.window.exactlyonce.ShardHead;
import dev.tidemark.window.shards.ListedShard;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The minimum of the watermarks of all shards that can still bring events. */
public final class GlobalWatermark {

    private GlobalWatermark() {}

    /**
     * The global watermarks.
     *
     * @param heads of all shards; ended ones no longer count
     * @param listed shards of the stream; one without parents and without a head holds everything at {@code UNKNOWN},
     *     while one with parents is held by them until it has a head
     */
    public static Watermarks of(List<ShardHead> heads, Collection<ListedShard> listed) {
        Set<String> known = new HashSet<>();
        Watermarks minimum = new Watermarks(Long.MAX_VALUE, Long.MAX_VALUE);
        boolean live = false;
        for (ShardHead head : heads) {
            known.add(head.shardId());
            if (!head.ended()) {
                minimum = minimum.min(head.time().watermarks());
                live = true;
            }
        }
        boolean unread = listed.stream().anyMatch(shard -> shard.parents().isEmpty() && !known.contains(shard.id()));
        return live && !unread ? minimum : Watermarks.NONE;
    }
}
