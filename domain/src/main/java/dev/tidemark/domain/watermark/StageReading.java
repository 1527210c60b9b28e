package dev.tidemark.domain.watermark;

import dev.tidemark.domain.view.TimeDomain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far each stage has come, from what the stream, the journal and the batch say. For every stage the output watermark is
 * at or before its input watermark, and neither ever goes back.
 *
 * <p>Both hold for a reading that takes time, as long as it is made from the end of the pipeline to its beginning: what is
 * verified, then archived, then published, then the heads, then the shards' logs. What is read later has only gone on.
 *
 * @param shards all that the stream or the journal knows
 * @param published up to where panes are published
 * @param verified by view of a domain, up to where the batch has found it sound, {@link Watermarks#UNKNOWN} where it has not
 *     yet; a domain without views is absent
 */
public record StageReading(List<StageShard> shards, Watermarks published, Map<TimeDomain, List<Long>> verified) {

    public StageReading {
        shards = List.copyOf(shards);
        verified = Map.copyOf(verified);
    }

    /**
     * A shard.
     *
     * @param id of the shard
     * @param parents that it goes on from
     * @param closed whether the stream takes no more records into it
     * @param saidMillis the latest instant that its log names, applied or not: when a record was received, or a control
     *     record's {@code at}; {@link Watermarks#UNKNOWN} for none
     * @param applied its time at the window head, or null before it has one
     * @param ended whether its children have taken over: it holds nothing back any more
     * @param archived its watermarks at a record that is both applied and archived, the last or one before it; null where
     *     there is none
     */
    public record StageShard(
            String id,
            List<String> parents,
            boolean closed,
            long saidMillis,
            @Nullable ShardTime applied,
            boolean ended,
            @Nullable Watermarks archived) {

        public StageShard {
            parents = List.copyOf(parents);
        }
    }

    /** Every stage, in the order of the pipeline: in each domain its own row, and a row for each shard that is live. */
    public List<StageWatermark> stages() {
        List<StageWatermark> stages = new ArrayList<>();
        InheritedTimes lineage = new InheritedTimes(shards);
        for (TimeDomain domain : TimeDomain.values()) {
            long said = Watermarks.UNKNOWN;
            long saidByAll = Long.MAX_VALUE;
            long global = Long.MAX_VALUE;
            long archived = Long.MAX_VALUE;
            List<StageWatermark> rows = new ArrayList<>();
            for (StageShard shard : shards) {
                said = Math.max(said, lineage.said(shard));
                if (!shard.closed()) {
                    saidByAll = Math.min(saidByAll, lineage.said(shard));
                }
                Watermarks output = lineage.applied(shard);
                if (!shard.ended()) {
                    global = Math.min(global, output.in(domain));
                    rows.add(new StageWatermark(
                            Stage.SHARD, shard.id(), domain, lineage.said(shard), output.in(domain)));
                }
                Watermarks kept = lineage.archived(shard);
                if (!shard.ended() || !kept.equals(output)) {
                    archived = Math.min(archived, kept.in(domain));
                }
            }
            global = orUnknown(global);
            Collection<Long> sound = verified.getOrDefault(domain, List.of());
            // What is verified was archived: where the last archived record is not known exactly, that is the better
            // bound.
            long kept = sound.stream().reduce(orUnknown(archived), Math::max);
            stages.add(new StageWatermark(Stage.INGESTED, "", domain, said, orUnknown(saidByAll)));
            stages.addAll(rows);
            stages.add(new StageWatermark(Stage.GLOBAL, "", domain, global, global));
            stages.add(new StageWatermark(Stage.PUBLISHED, "", domain, global, published.in(domain)));
            stages.add(new StageWatermark(Stage.ARCHIVED, "", domain, global, kept));
            if (!sound.isEmpty()) {
                stages.add(new StageWatermark(
                        Stage.VERIFIED, "", domain, kept, sound.stream().reduce(Long.MAX_VALUE, Math::min)));
            }
        }
        return stages;
    }

    /** The latest instant that any log names: the clock of the log. */
    public long saidMillis() {
        InheritedTimes lineage = new InheritedTimes(shards);
        return shards.stream().mapToLong(lineage::said).reduce(Watermarks.UNKNOWN, Math::max);
    }

    private static long orUnknown(long minimum) {
        return minimum == Long.MAX_VALUE ? Watermarks.UNKNOWN : minimum;
    }

    /** What a shard has from its parents as long as it has nothing of its own. */
    private static final class InheritedTimes {

        private final Map<String, StageShard> byId = new HashMap<>();

        InheritedTimes(List<StageShard> shards) {
            shards.forEach(shard -> byId.put(shard.id(), shard));
        }

        private List<StageShard> parents(StageShard shard) {
            List<StageShard> known = new ArrayList<>(2);
            for (String parent : shard.parents()) {
                StageShard found = byId.get(parent);
                if (found != null) {
                    known.add(found);
                }
            }
            return known;
        }

        /** A watermark record sets both watermarks and leaves the clock, so all three are what the log has named. */
        long said(StageShard shard) {
            long latest = shard.saidMillis();
            ShardTime applied = shard.applied();
            if (applied != null) {
                Watermarks set = applied.watermarks();
                latest = Math.max(latest, Math.max(applied.clock(), Math.max(set.event(), set.received())));
            }
            for (StageShard parent : parents(shard)) {
                latest = Math.max(latest, said(parent));
            }
            return latest;
        }

        /** Before it has a head, a shard will start with what its parents end with, which is no less than this. */
        Watermarks applied(StageShard shard) {
            ShardTime applied = shard.applied();
            return applied != null ? applied.watermarks() : inherited(shard);
        }

        Watermarks archived(StageShard shard) {
            Watermarks archived = shard.archived();
            return archived != null ? archived : inherited(shard);
        }

        private Watermarks inherited(StageShard shard) {
            return parents(shard).stream()
                    .map(this::applied)
                    .reduce(Watermarks::min)
                    .orElse(Watermarks.NONE);
        }
    }
}
