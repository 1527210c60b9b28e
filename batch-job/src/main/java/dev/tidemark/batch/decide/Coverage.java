package dev.tidemark.batch.decide;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.state.ViewsSwitch;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.domain.view.View;
import dev.tidemark.platform.item.ViewsFileItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which records the stream did not read with a view, because the version of the views in force there did not have it.
 *
 * <p>A shard without parents is opened with the version that its head names, a child with the version in force at its
 * parents' end, of two with the second's; a {@code views} record is in force behind itself. Where nobody knows the version,
 * or the journal does not say what it has, every view is taken to be in force.
 */
public final class Coverage {

    private final Map<Integer, List<ViewsSwitch>> byShard;
    private final Map<String, Set<String>> viewsOf;

    private Coverage(Map<Integer, List<ViewsSwitch>> byShard, Map<String, Set<String>> viewsOf) {
        this.byShard = byShard;
        this.viewsOf = viewsOf;
    }

    /**
     * Of all records up to the cut.
     *
     * @param items whose journal says what views a version has
     * @param known what earlier runs have met, from {@link #switches}
     * @param read the {@code views} records of this run, by shard in the order of the log
     */
    public static Coverage of(Cut cut, ItemStore items, List<ViewsSwitch> known, List<ViewsSwitch> read) {
        Map<String, Set<String>> viewsOf = new HashMap<>();
        items.query(ViewsFileItem.all(), file -> {
            if (!file.viewIds().isEmpty()) {
                viewsOf.put(file.version(), Set.copyOf(file.viewIds()));
            }
        });
        Map<Integer, List<ViewsSwitch>> byShard = new LinkedHashMap<>();
        known.forEach(each -> add(byShard, each));
        Map<String, ShardCut> shards = new HashMap<>();
        cut.shards().forEach(shard -> shards.put(shard.id(), shard));
        Map<Integer, List<ViewsSwitch>> fresh = read.stream().collect(Collectors.groupingBy(ViewsSwitch::shard));
        // A child has no smaller generation than its parents, so these are complete before it.
        for (int generation = 0; generation < cut.generations(); generation++) {
            for (ShardCut shard : cut.shards()) {
                if (shard.generation() == generation && !shard.waiting()) {
                    if (!byShard.containsKey(shard.index())) {
                        add(byShard, new ViewsSwitch(shard.index(), shard.record(0), opening(shard, shards, byShard)));
                    }
                    fresh.getOrDefault(shard.index(), List.of()).forEach(each -> add(byShard, each));
                }
            }
        }
        return new Coverage(byShard, viewsOf);
    }

    private static String opening(
            ShardCut shard, Map<String, ShardCut> shards, Map<Integer, List<ViewsSwitch>> byShard) {
        String version = shard.openedWith();
        for (String id : shard.parents()) {
            ShardCut parent = shards.get(id);
            List<ViewsSwitch> met = parent == null ? null : byShard.get(parent.index());
            if (met != null) {
                version = met.get(met.size() - 1).version();
            }
        }
        return version;
    }

    private static void add(Map<Integer, List<ViewsSwitch>> byShard, ViewsSwitch next) {
        List<ViewsSwitch> met = byShard.computeIfAbsent(next.shard(), key -> new ArrayList<>());
        // Views records are repeated; one that names the version in force changes nothing.
        if (met.isEmpty() || !met.get(met.size() - 1).version().equals(next.version())) {
            met.add(next);
        }
    }

    /** What the next run goes on from. */
    public Collection<ViewsSwitch> switches() {
        return byShard.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Whether a record is one that the view was not in force for, as a condition of a statement; {@code false} where it was
     * for all.
     *
     * @param view to be computed
     * @param column that has the record's number
     */
    public String missing(View view, String column) {
        List<String> ranges = new ArrayList<>();
        for (List<ViewsSwitch> met : byShard.values()) {
            for (int i = 0; i < met.size(); i++) {
                ViewsSwitch from = met.get(i);
                if (has(from.version(), view)) {
                    continue;
                }
                long end = i + 1 < met.size() ? met.get(i + 1).record() : ShardCut.lastRecord(from.shard());
                ranges.add("(" + column + " > " + from.record() + " AND " + column + " <= " + end + ")");
            }
        }
        return ranges.isEmpty() ? "false" : "(" + String.join(" OR ", ranges) + ")";
    }

    /** Whether there is a record that this view was not in force for. */
    public boolean isPartial(View view) {
        return byShard.values().stream().flatMap(List::stream).anyMatch(each -> !has(each.version(), view));
    }

    private boolean has(String version, View view) {
        Set<String> ids = viewsOf.get(version);
        return ids == null || ids.contains(view.id());
    }
}
