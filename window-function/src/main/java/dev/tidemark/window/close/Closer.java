package dev.tidemark.window.close;

import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.Panes;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import dev.tidemark.window.exactlyonce.Head;
import dev.tidemark.window.exactlyonce.Journal;
import dev.tidemark.window.shards.Shard;
import dev.tidemark.window.shards.ShardSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Publishes the panes that the global watermark has passed. A pane with mark m is settled once every shard's watermark is
 * at m or beyond, so closing reads what can no longer change, and publishing the same pane twice publishes it the same.
 *
 * <p>What is due is found in the journal: each shard noted the slices that it wrote, under the marks at which windows
 * publish them, before it wrote their cells.
 */
public final class Closer {

    private record Target(View view, Grid grid) {}

    private record Due(Target target, Window window) {}

    private final Journal journal;
    private final ShardSource source;
    private final Publishing publishing;
    private final CellReader cells;
    private final PaneStore panes;
    private final Executor executor;
    private final Map<String, Target> targets = new HashMap<>();

    /** Up to where this instance has closed; nothing at or below it can become due again. */
    private final Map<TimeDomain, Long> settled = new EnumMap<>(TimeDomain.class);

    private List<Shard> listed = List.of();

    /** A closer; {@code executor} runs reads and writes side by side. */
    public Closer(
            Views views,
            Journal journal,
            ShardSource source,
            Publishing publishing,
            CellReader cells,
            PaneStore panes,
            Executor executor) {
        this.journal = journal;
        this.source = source;
        this.publishing = publishing;
        this.cells = cells;
        this.panes = panes;
        this.executor = executor;
        views.views().forEach(view -> targets.put(view.id(), new Target(view, Grid.of(view))));
    }

    /**
     * What closing found.
     *
     * @param global the global watermarks
     * @param published number of panes
     */
    public record Result(Watermarks global, int published) {}

    /** Publishes everything up to the global watermark, and notes how far that is. */
    public Result close() {
        return close(journal.heads(), source.shards(), true);
    }

    /**
     * The same after a batch, as cheaply as can be: with the shards as this instance last saw them (a shard that it has
     * not seen yet is held by its parents), and a note only where something was published.
     */
    public Result closeAfterBatch() {
        if (listed.isEmpty()) {
            listed = source.shards();
        }
        return close(journal.heads(), listed, false);
    }

    private Result close(List<Head> heads, List<Shard> shards, boolean always) {
        listed = shards;
        Watermarks global = GlobalWatermark.of(heads, shards);
        int published = 0;
        for (TimeDomain domain : TimeDomain.values()) {
            long watermark = global.in(domain);
            if (watermark == Watermarks.UNKNOWN
                    || !always && watermark <= settled.getOrDefault(domain, Watermarks.UNKNOWN)) {
                continue;
            }
            long from = publishing.published(domain);
            if (watermark > from) {
                int here = publish(heads, domain, from, watermark);
                if (always || here > 0) {
                    publishing.advance(domain, watermark);
                }
                published += here;
            }
            settled.put(domain, watermark);
        }
        return new Result(global, published);
    }

    private int publish(List<Head> heads, TimeDomain domain, long from, long watermark) {
        Map<Due, Set<String>> due = new HashMap<>();
        for (Head head : heads) {
            for (DueSlice slice : publishing.due(head.shardId(), domain, from, watermark)) {
                Target target = targets.get(slice.viewId());
                if (target == null) {
                    continue; // Of an earlier version of the views; its panes are no longer published.
                }
                for (Window window : target.grid().windowsOf(slice.sliceStartMillis())) {
                    if (window.endMillis() <= slice.markMillis()
                            && slice.markMillis() <= target.grid().finalMark(window)) {
                        due.computeIfAbsent(new Due(target, window), key -> new TreeSet<>())
                                .add(head.shardId());
                    }
                }
            }
        }
        List<String> all = heads.stream().map(Head::shardId).toList();
        List<CompletableFuture<Integer>> windows = new ArrayList<>(due.size());
        due.forEach((key, dueShards) -> {
            // A single-slice window whose end is beyond what was published has cells only in shards where it is due.
            boolean first = key.window().endMillis() > from
                    && key.target().grid().slicesOf(key.window()).size() == 1;
            windows.add(CompletableFuture.supplyAsync(
                    () -> publish(key, first ? dueShards : all, from, watermark), executor));
        });
        try {
            return windows.stream().mapToInt(CompletableFuture::join).sum();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private int publish(Due due, Iterable<String> shards, long from, long watermark) {
        View view = due.target().view();
        Grid grid = due.target().grid();
        long upTo = Math.min(watermark, grid.finalMark(due.window()));
        List<Cell> found = new ArrayList<>();
        for (long slice : grid.slicesOf(due.window())) {
            for (String shard : shards) {
                found.addAll(cells.cells(view.id(), slice, shard, upTo));
            }
        }
        List<Pane> fresh = Panes.of(due.window(), found, upTo).stream()
                .filter(pane -> pane.markMillis() > from)
                .toList();
        panes.put(view, fresh);
        return fresh.size();
    }
}
