package dev.tidemark.batch.cut;

import dev.tidemark.batch.state.KnownShard;
import dev.tidemark.batch.store.Item;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.platform.Table;
import java.math.BigDecimal;
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
            items.get(Table.JOURNAL, ItemKeys.PUBLISHED, domain.wireName()).ifPresent(item -> {
                Long watermark = item.whole("watermark");
                if (watermark != null) {
                    published.put(domain, watermark);
                }
            });
        }
        Map<String, String> archived = new HashMap<>();
        items.query(
                Table.JOURNAL, ItemKeys.ARCHIVED, item -> archived.put(item.sk(), Sequence.pad(item.require("seq"))));
        Map<String, Item> heads = new TreeMap<>();
        items.query(Table.JOURNAL, ItemKeys.HEADS, item -> heads.put(item.sk(), item));
        return new Cut(order(heads, archived, known), published, unmatched(heads.values()));
    }

    private static Map<String, Cut.Unmatched> unmatched(Collection<Item> heads) {
        Map<String, Cut.Unmatched> unmatched = new HashMap<>();
        for (Item head : heads) {
            head.map("unmatched").forEach((view, counts) -> {
                if (counts instanceof Map<?, ?> sides) {
                    unmatched.merge(
                            view,
                            new Cut.Unmatched(count(sides.get("left")), count(sides.get("right"))),
                            Cut.Unmatched::plus);
                }
            });
        }
        return unmatched;
    }

    private static long count(@Nullable Object number) {
        return number instanceof BigDecimal count ? count.longValue() : 0;
    }

    private static List<ShardCut> order(
            Map<String, Item> heads, Map<String, String> archived, List<KnownShard> knownShards) {
        Map<String, KnownShard> known = new HashMap<>();
        knownShards.forEach(shard -> known.put(shard.id(), shard));
        Map<String, ShardCut> raw = new TreeMap<>();
        heads.forEach((id, head) -> raw.put(id, cutOf(id, head, archived, known.get(id))));
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

    private static ShardCut cutOf(String id, Item head, Map<String, String> archived, @Nullable KnownShard known) {
        String headAt = Sequence.pad(head.require("seq"));
        String archivedAt = archived.getOrDefault(id, Sequence.NONE);
        String from = known == null ? Sequence.NONE : known.sequence();
        String smaller = headAt.compareTo(archivedAt) < 0 ? headAt : archivedAt;
        String cut = smaller.compareTo(from) < 0 ? from : smaller;
        Long events = head.whole("events");
        String openedWith = head.text("openedWith");
        return new ShardCut(
                known == null ? -1 : known.index(),
                id,
                0,
                head.texts("parents"),
                from,
                known == null ? 0 : known.ordinal(),
                cut,
                headAt,
                archivedAt,
                head.flag("ended") && cut.equals(headAt),
                false,
                head.whole("wm"),
                head.whole("wmReceived"),
                events == null ? 0 : events,
                openedWith == null ? "" : openedWith);
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
