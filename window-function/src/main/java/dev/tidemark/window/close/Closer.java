package dev.tidemark.window.close;

import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.Panes;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import dev.tidemark.window.exactlyonce.Journal;
import dev.tidemark.window.exactlyonce.ShardHead;
import dev.tidemark.window.shards.ListedShard;
import dev.tidemark.window.shards.ShardSource;
import dev.tidemark.window.versions.Versions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Publishes the panes that the global watermark has passed. A pane with mark m is settled once every shard's watermark is
 * at m or beyond, so closing reads what can no longer change, and publishing the same pane twice publishes it the same.
 *
 * <p>What is due is found in the journal: each shard noted the slices that it wrote, under the marks at which windows
 * publish them, before it wrote their cells. That holds for all versions of the views: what a version has begun is published
 * to its end, whichever is in force by then.
 */
public final class Closer {

    private record Target(View view, Grid grid) {

        boolean isSession() {
            return view.window() instanceof WindowSpec.Session;
        }
    }

    private record DueWindow(Target target, Window window) {}

    private static final Logger LOG = Logger.getLogger(Closer.class);

    private final Versions versions;
    private final Journal journal;
    private final ShardSource source;
    private final Publishing publishing;
    private final CellReader cells;
    private final PaneStore panes;
    private final Executor executor;
    private final Map<String, Target> targets = new HashMap<>();

    /** Up to where this instance has closed; nothing at or below it can become due again. */
    private Watermarks settled = Watermarks.NONE;

    private List<ListedShard> listed = List.of();

    /** A closer; {@code executor} runs reads and writes side by side. */
    public Closer(
            Versions versions,
            Journal journal,
            ShardSource source,
            Publishing publishing,
            CellReader cells,
            PaneStore panes,
            Executor executor) {
        this.versions = versions;
        this.journal = journal;
        this.source = source;
        this.publishing = publishing;
        this.cells = cells;
        this.panes = panes;
        this.executor = executor;
    }

    /**
     * What closing found.
     *
     * @param global the global watermarks
     * @param published number of panes
     */
    public record Closed(Watermarks global, int published) {}

    /** Publishes everything up to the global watermark, and notes how far that is. */
    public Closed close() {
        return close(journal.heads(), source.shards(), true);
    }

    /**
     * The same after a batch, as cheaply as can be: with the shards as this instance last saw them (a shard that it has
     * not seen yet is held by its parents), and a note only where something was published.
     */
    public Closed closeAfterBatch() {
        if (listed.isEmpty()) {
            listed = source.shards();
        }
        return close(journal.heads(), listed, false);
    }

    private Closed close(List<ShardHead> heads, List<ListedShard> shards, boolean always) {
        listed = shards;
        Watermarks global = GlobalWatermark.of(heads, shards);
        if (!always && settled.equals(settled.max(global))) {
            return new Closed(global, 0);
        }
        Watermarks published =
                new Watermarks(publishing.published(TimeDomain.EVENT), publishing.published(TimeDomain.RECEIVED));
        int panesPublished = publish(heads, new ClosingStretch(published, global));
        for (TimeDomain domain : TimeDomain.values()) {
            if (global.in(domain) > published.in(domain) && (always || panesPublished > 0)) {
                publishing.advance(domain, global.in(domain));
            }
        }
        settled = settled.max(global);
        return new Closed(global, panesPublished);
    }

    private int publish(List<ShardHead> heads, ClosingStretch stretch) {
        Map<DueWindow, Set<String>> due = new LinkedHashMap<>();
        Map<View, SortedSet<Long>> sessions = new LinkedHashMap<>();
        for (ShardHead head : heads) {
            for (TimeDomain domain : TimeDomain.values()) {
                if (stretch.isEmpty(domain)) {
                    continue;
                }
                long from = stretch.published().in(domain);
                for (DueSlice slice : publishing.due(
                        head.shardId(), domain, from, stretch.global().in(domain))) {
                    addBucket(slice, sessions);
                    windowsOf(slice).forEach(window -> due.computeIfAbsent(window, key -> new TreeSet<>())
                            .add(head.shardId()));
                }
            }
        }
        List<String> all = heads.stream().map(ShardHead::shardId).toList();
        EarlyTimes earlyTimes = new EarlyTimes(publishing, all);
        List<CompletableFuture<Integer>> windows = new ArrayList<>(due.size());
        due.forEach((key, dueShards) -> {
            // A single-slice window whose end is beyond what was published has cells only in shards where it is due.
            View view = key.target().view();
            boolean first = view.early() == null
                    && key.window().endMillis() > stretch.published().in(view.time())
                    && key.target().grid().slicesOf(key.window()).size() == 1;
            windows.add(CompletableFuture.supplyAsync(
                    () -> publish(key, first ? dueShards : all, stretch, earlyTimes), executor));
        });
        try {
            int published = 0;
            for (Map.Entry<View, SortedSet<Long>> view : sessions.entrySet()) {
                List<SessionPane> fresh =
                        new SessionCloser(view.getKey(), cells, all, stretch, executor).fresh(view.getValue());
                panes.putSessions(view.getKey(), fresh);
                published += fresh.size();
            }
            return published
                    + windows.stream().mapToInt(CompletableFuture::join).sum();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Notes the bucket of a session view. */
    private void addBucket(DueSlice slice, Map<View, SortedSet<Long>> sessions) {
        target(slice.viewId()).filter(Target::isSession).ifPresent(target -> sessions.computeIfAbsent(
                        target.view(), view -> new TreeSet<>())
                .add(slice.sliceStartMillis()));
    }

    /** The windows that publish something at the mark, or early at the time, that a slice is due at. */
    private List<DueWindow> windowsOf(DueSlice slice) {
        return target(slice.viewId())
                .filter(target -> !target.isSession())
                .map(target -> windowsOf(slice, target))
                .orElse(List.of());
    }

    private static List<DueWindow> windowsOf(DueSlice slice, Target target) {
        View view = target.view();
        boolean early = view.early() != null && slice.domain() == TimeDomain.RECEIVED;
        return target.grid().windowsOf(slice.sliceStartMillis()).stream()
                .filter(window -> early
                        || window.endMillis() <= slice.markMillis()
                                && slice.markMillis() <= target.grid().finalMark(window))
                .map(window -> new DueWindow(target, window))
                .toList();
    }

    /** A view of any version; empty where an earlier release, which kept no files, changed the views. */
    private Optional<Target> target(String viewId) {
        Target known = targets.get(viewId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Target> found = versions.view(viewId).map(view -> new Target(view, Grid.of(view)));
        found.ifPresentOrElse(
                target -> targets.put(viewId, target),
                () -> LOG.warnf("no views file in the journal has the view %s: its panes are not published", viewId));
        return found;
    }

    private int publish(DueWindow due, Iterable<String> shards, ClosingStretch stretch, EarlyTimes earlyTimes) {
        View view = due.target().view();
        Grid grid = due.target().grid();
        Window window = due.window();
        long upTo = Math.min(stretch.global().in(view.time()), grid.finalMark(window));
        long readUpTo = view.early() == null ? upTo : Math.max(upTo, window.endMillis());
        List<Cell> found = new ArrayList<>();
        for (long slice : grid.slicesOf(window)) {
            for (String shard : shards) {
                found.addAll(cells.cells(view.id(), slice, shard, readUpTo));
            }
        }
        boolean complete = window.endMillis() <= upTo;
        List<Pane> fresh = Panes.of(
                        window,
                        found,
                        upTo,
                        early -> (complete || early <= stretch.global().received())
                                && earlyTimes.cameBefore(window.endMillis(), early, view.time()))
                .stream()
                .filter(pane -> stretch.isFresh(pane, view.time()))
                .toList();
        panes.put(view, fresh);
        return fresh.size();
    }
}
