package dev.tidemark.batch.cut;

import dev.tidemark.batch.state.KnownShard;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.platform.item.ArchiveHeadItem;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.PublishedWatermarkItem;
import dev.tidemark.platform.item.ShardClocks;
import dev.tidemark.platform.item.UnmatchedHalves;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fixes the cut. Published watermarks are read first and heads after them: a head may only be further on, so what was
 * published up to the watermark read is in cells up to the heads read.
 */
final class CutReader {

    private final ItemStore items;

    CutReader(ItemStore items) {
        this.items = items;
    }

    /** The cut, going on from what is known. */
    Cut read(List<KnownShard> known) {
        Map<TimeDomain, Long> published = new EnumMap<>(TimeDomain.class);
        for (TimeDomain domain : TimeDomain.values()) {
            items.get(PublishedWatermarkItem.key(domain))
                    .ifPresent(item -> published.put(domain, item.watermarkMillis()));
        }
        Map<String, String> archived = new HashMap<>();
        items.query(ArchiveHeadItem.all(), item -> archived.put(item.shardId(), item.sequence()));
        Map<String, HeadItem> heads = new TreeMap<>();
        items.query(HeadItem.all(), head -> heads.put(head.shardId(), head));
        return new Cut(order(heads, archived, known), published, unmatched(heads.values()));
    }

    private static Map<String, UnmatchedHalves> unmatched(Collection<HeadItem> heads) {
        Map<String, UnmatchedHalves> unmatched = new HashMap<>();
        for (HeadItem head : heads) {
            head.unmatched().forEach((view, halves) -> unmatched.merge(view, halves, UnmatchedHalves::plus));
        }
        return unmatched;
    }

    private static List<ShardCut> order(
            Map<String, HeadItem> heads, Map<String, String> archived, List<KnownShard> knownShards) {
        Map<String, KnownShard> known = new HashMap<>();
        knownShards.forEach(shard -> known.put(shard.id(), shard));
        Map<String, ShardCut> raw = new TreeMap<>();
        heads.forEach((id, head) -> raw.put(id, cutOf(head, archived, known.get(id))));
        Map<String, Integer> generations = new HashMap<>();
        raw.keySet().forEach(id -> generation(id, raw, generations, new HashSet<>()));
        List<ShardCut> ordered = new ArrayList<>(raw.values());
        ordered.sort(Comparator.<ShardCut>comparingInt(shard -> generations.getOrDefault(shard.id(), 0))
                .thenComparing(ShardCut::id));
        int next = knownShards.stream().mapToInt(KnownShard::index).max().orElse(-1) + 1;
        Set<String> complete = new HashSet<>();
        List<ShardCut> result = new ArrayList<>();
        for (ShardCut shard : ordered) {
            KnownShard before = known.get(shard.id());
            int index = before == null ? next++ : before.index();
            boolean readable = before != null
                    || shard.parents().stream()
                            .allMatch(parent -> !raw.containsKey(parent) || complete.contains(parent));
            String cut = readable ? shard.cut() : shard.from();
            ShardCut fixed = shard.at(
                    index,
                    generations.getOrDefault(shard.id(), 0),
                    cut,
                    readable && shard.complete() && cut.equals(shard.head()),
                    !readable);
            if (fixed.complete()) {
                complete.add(fixed.id());
            }
            result.add(fixed);
        }
        result.sort(Comparator.comparingInt(ShardCut::index));
        return result;
    }

    private static ShardCut cutOf(HeadItem head, Map<String, String> archived, @Nullable KnownShard known) {
        String headAt = head.sequence();
        String archivedAt = archived.getOrDefault(head.shardId(), Sequence.NONE);
        String from = known == null ? Sequence.NONE : known.sequence();
        String smaller = headAt.compareTo(archivedAt) < 0 ? headAt : archivedAt;
        String cut = smaller.compareTo(from) < 0 ? from : smaller;
        return new ShardCut(
                known == null ? -1 : known.index(),
                head.shardId(),
                0,
                head.parents(),
                from,
                known == null ? 0 : known.ordinal(),
                cut,
                headAt,
                archivedAt,
                head.ended() && cut.equals(headAt),
                false,
                ShardClocks.orNull(head.clocks().watermarkMillis()),
                ShardClocks.orNull(head.clocks().receivedMillis()),
                head.counts().events(),
                known == null ? Sequence.NONE : known.objectsFrom(),
                head.openedWith());
    }

    private static int generation(
            String id, Map<String, ShardCut> shards, Map<String, Integer> generations, Set<String> path) {
        Integer done = generations.get(id);
        if (done != null) {
            return done;
        }
        ShardCut shard = shards.get(id);
        int generation = 0;
        if (shard != null && path.add(id)) {
            for (String parent : shard.parents()) {
                if (shards.containsKey(parent)) {
                    generation = Math.max(generation, generation(parent, shards, generations, path) + 1);
                }
            }
        }
        generations.put(id, generation);
        return generation;
    }
}
