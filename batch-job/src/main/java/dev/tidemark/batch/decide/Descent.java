package dev.tidemark.batch.decide;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which shard descends from which, and what watermarks a half of a pair meets on its way. */
final class Descent {

    private final Cut cut;
    private final Map<Integer, ShardStand> stands;
    private final Map<String, ShardCut> shards = new HashMap<>();
    private final Map<String, List<ShardCut>> children = new HashMap<>();

    Descent(Cut cut, Map<Integer, ShardStand> stands) {
        this.cut = cut;
        this.stands = stands;
        for (ShardCut shard : cut.shards()) {
            shards.put(shard.id(), shard);
            shard.parents().forEach(parent -> children.computeIfAbsent(parent, key -> new ArrayList<>())
                    .add(shard));
        }
    }

    /** Into {@code lineage} and {@code reach}. */
    void write(Database database) {
        try (RowAppender lineage = database.appender(NightTable.LINEAGE.sqlName());
                RowAppender reach = database.appender("reach")) {
            for (ShardCut shard : cut.shards()) {
                ancestors(shard)
                        .forEach((ancestor, wm) -> lineage.add(
                                row -> row.add(shard.index()).add(ancestor).add(known(wm))));
                reach.add(row ->
                        row.add(shard.index()).add(known(reach(shard, true))).add(known(reach(shard, false))));
            }
        }
    }

    /** The ancestors by index, each with the largest watermark at the end of a shard from it to this one. */
    private Map<Integer, Long> ancestors(ShardCut shard) {
        Map<Integer, Long> ancestors = new HashMap<>();
        for (String id : shard.parents()) {
            ShardCut parent = shards.get(id);
            if (parent != null) {
                long end = watermark(parent);
                ancestors.merge(parent.index(), end, Math::min);
                ancestors(parent).forEach((older, wm) -> ancestors.merge(older, Math.max(wm, end), Math::min));
            }
        }
        return ancestors;
    }

    /** Up to where a half of this shard has surely, or possibly, been collected. */
    private long reach(ShardCut shard, boolean surely) {
        long own = watermark(shard);
        List<ShardCut> next = children.getOrDefault(shard.id(), List.of());
        if (!shard.complete() || next.isEmpty()) {
            return own;
        }
        long further = surely ? Long.MAX_VALUE : Long.MIN_VALUE;
        for (ShardCut child : next) {
            long reach = reach(child, surely);
            further = surely ? Math.min(further, reach) : Math.max(further, reach);
        }
        return Math.max(own, further);
    }

    private long watermark(ShardCut shard) {
        ShardStand time = stands.get(shard.index());
        Long watermark = time == null ? null : time.event();
        return watermark == null ? Long.MIN_VALUE : watermark;
    }

    private static @Nullable Long known(long watermark) {
        return watermark == Long.MIN_VALUE ? null : Long.valueOf(watermark);
    }
}
