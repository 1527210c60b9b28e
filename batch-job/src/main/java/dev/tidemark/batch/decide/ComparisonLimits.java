package dev.tidemark.batch.decide;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.domain.view.TimeDomain;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Up to which mark anything can be compared. A cell with a mark up to its shard's watermark at the cut never changes
 * again; a pane up to the global watermark at the cut that is also published is there and never changes again. Events with
 * later marks are reported as open.
 */
public final class ComparisonLimits {

    private final Map<TimeDomain, Long> panes = new EnumMap<>(TimeDomain.class);
    private final Map<TimeDomain, Map<Integer, Long>> cells = new EnumMap<>(TimeDomain.class);

    /** From the cut and the replayed watermarks, by index of the shard. */
    public ComparisonLimits(Cut cut, Map<Integer, ShardStand> stands) {
        for (TimeDomain domain : TimeDomain.values()) {
            Map<Integer, Long> ofShards = new HashMap<>();
            Long least = cut.published(domain);
            for (ShardCut shard : cut.shards()) {
                ShardStand stand = stands.get(shard.index());
                Long watermark = stand == null ? null : stand.in(domain);
                if (shard.waiting()) {
                    continue;
                }
                if (shard.complete()) {
                    ofShards.put(shard.index(), Long.MAX_VALUE);
                } else {
                    least = least == null || watermark == null ? null : Long.valueOf(Math.min(least, watermark));
                    if (watermark != null) {
                        ofShards.put(shard.index(), watermark);
                    }
                }
            }
            if (least != null && !cut.shards().isEmpty()) {
                panes.put(domain, least);
            }
            cells.put(domain, ofShards);
        }
    }

    /** The largest mark of panes to compare, or null for none. */
    public @Nullable Long panes(TimeDomain domain) {
        return panes.get(domain);
    }

    /** The largest mark of cells to compare, by shard index; shards without one are left out. */
    public Map<Integer, Long> cells(TimeDomain domain) {
        return cells.getOrDefault(domain, Map.of());
    }
}
