package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.fold.CellKey;
import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.Half;
import dev.tidemark.domain.fold.Moment;
import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.fold.Step;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.window.close.CellReader;
import dev.tidemark.window.close.PaneStore;
import dev.tidemark.window.close.Publishing;
import dev.tidemark.window.versions.ViewsFile;
import dev.tidemark.window.versions.ViewsJournal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All stores in memory, with faults: a second adapter of the ports, for properties over many runs. */
final class MemoryStores
        implements CellStore, HalfStore, Journal, ViewsJournal, Quarantine, CellReader, PaneStore, Publishing {

    final Map<String, Map<CellKey, Stored>> cells = new TreeMap<>();
    final Map<String, Head> heads = new TreeMap<>();
    final Map<String, TreeMap<String, Entry>> steps = new TreeMap<>();
    final Map<String, TreeMap<Long, Moment>> moments = new TreeMap<>();
    final Map<String, Map<String, DueSlice>> dueSlices = new TreeMap<>();
    final Map<String, Pane> panes = new TreeMap<>();
    final Map<String, SessionPane> sessions = new TreeMap<>();
    final Map<String, Map<String, Half>> halves = new TreeMap<>();
    private final Map<String, String> viewsTexts = new TreeMap<>();
    final Map<String, String> quarantined = new TreeMap<>();
    final List<String> broken = new ArrayList<>();
    private final Map<TimeDomain, Long> published = new EnumMap<>(TimeDomain.class);
    private final Faults faults;
    long cellWrites;
    long journalWrites;

    MemoryStores(Faults faults) {
        this.faults = faults;
    }

    @Override
    public Outcome write(String shardId, CellKey key, Stored cell, String expectedSequence) {
        return faults.around("cell", () -> {
            cellWrites++;
            Map<CellKey, Stored> shard = cells.computeIfAbsent(shardId, id -> new java.util.HashMap<>());
            Stored stored = shard.getOrDefault(key, Stored.NONE);
            if (!stored.sequence().equals(expectedSequence)) {
                return new Conflict(stored);
            }
            shard.put(key, cell);
            return new Written();
        });
    }

    @Override
    public Optional<Head> head(String shardId) {
        return Optional.ofNullable(heads.get(shardId));
    }

    @Override
    public List<Head> heads() {
        return List.copyOf(heads.values());
    }

    @Override
    public Head open(Head initial) {
        return faults.around("open", () -> {
            heads.putIfAbsent(initial.shardId(), initial);
            return heads.get(initial.shardId());
        });
    }

    @Override
    public boolean moveHead(Head from, Head to) {
        return faults.around("head", () -> {
            journalWrites++;
            Head head = heads.get(from.shardId());
            if (head == null || head.ended() || !head.sequence().equals(from.sequence())) {
                return false;
            }
            heads.put(to.shardId(), to);
            return true;
        });
    }

    @Override
    public void markEnded(String shardId) {
        heads.put(shardId, heads.get(shardId).atEnd());
    }

    @Override
    public void writeStep(String shardId, Step step) {
        faults.around("step", () -> {
            journalWrites++;
            return steps.computeIfAbsent(shardId, id -> new TreeMap<>())
                    .put(step.last(), new Entry(step.last(), step.time().clock(), step.sightings()));
        });
    }

    @Override
    public List<Entry> steps(String shardId, String after, String upTo) {
        return List.copyOf(steps.getOrDefault(shardId, new TreeMap<>())
                .subMap(after, false, upTo, true)
                .values());
    }

    @Override
    public List<Entry> stepsSince(String shardId, String upTo, long clockMillis) {
        return steps.getOrDefault(shardId, new TreeMap<>()).headMap(upTo, true).values().stream()
                .filter(entry -> entry.clockMillis() >= clockMillis)
                .toList();
    }

    @Override
    public void writeDue(String shardId, Collection<DueSlice> due) {
        faults.around("due", () -> {
            journalWrites += due.size();
            due.forEach(slice -> dueSlices
                    .computeIfAbsent(shardId, id -> new TreeMap<>())
                    .put(
                            ItemKeys.dueSlice(
                                    slice.domain().wireName(),
                                    slice.markMillis(),
                                    slice.viewId(),
                                    slice.sliceStartMillis()),
                            slice));
            return true;
        });
    }

    @Override
    public void writeMoments(String shardId, Collection<Moment> fresh) {
        faults.around("moments", () -> {
            journalWrites += fresh.size();
            fresh.forEach(moment ->
                    moments.computeIfAbsent(shardId, id -> new TreeMap<>()).put(moment.receivedMillis(), moment));
            return true;
        });
    }

    @Override
    public Optional<Moment> momentFrom(String shardId, long receivedMillis) {
        return Optional.ofNullable(
                        moments.getOrDefault(shardId, new TreeMap<>()).ceilingEntry(receivedMillis))
                .map(Map.Entry::getValue);
    }

    @Override
    public void put(String shardId, RawRecord record, String reason) {
        quarantined.put(shardId + "/" + record.sequence(), reason);
    }

    @Override
    public List<Cell> cells(String viewId, long sliceStartMillis, String shardId, long upToMarkMillis) {
        List<Cell> found = new ArrayList<>();
        cells.getOrDefault(shardId, Map.of()).forEach((key, stored) -> {
            if (key.viewId().equals(viewId)
                    && key.sliceStartMillis() == sliceStartMillis
                    && key.markMillis() <= upToMarkMillis) {
                found.add(new Cell(key, stored.measures()));
            }
        });
        return found;
    }

    /** A pane that was published before must be the same again. */
    @Override
    public void put(View view, List<Pane> fresh) {
        faults.around("panes", () -> {
            for (Pane pane : fresh) {
                String key = view.id() + pane.window() + pane.markMillis() + "/" + pane.earlyMillis() + pane.key();
                Pane before = panes.put(key, pane);
                if (before != null && !before.equals(pane)) {
                    broken.add("pane changed after it was published: " + before + " became " + pane);
                }
            }
            return true;
        });
    }

    @Override
    public void putSessions(View view, List<SessionPane> fresh) {
        faults.around("panes", () -> {
            for (SessionPane pane : fresh) {
                SessionPane before = sessions.put(view.id() + pane.bucket() + pane.markMillis() + pane.key(), pane);
                if (before != null && !before.equals(pane)) {
                    broken.add("pane changed after it was published: " + before + " became " + pane);
                }
            }
            return true;
        });
    }

    @Override
    public long published(TimeDomain domain) {
        return published.getOrDefault(domain, Watermarks.UNKNOWN);
    }

    @Override
    public void advance(TimeDomain domain, long watermarkMillis) {
        faults.around("advance", () -> published.merge(domain, watermarkMillis, Math::max));
    }

    @Override
    public List<DueSlice> due(String shardId, TimeDomain domain, long afterMillis, long upToMillis) {
        return dueSlices.getOrDefault(shardId, Map.of()).values().stream()
                .filter(slice -> slice.domain() == domain
                        && slice.markMillis() > afterMillis
                        && slice.markMillis() <= upToMillis)
                .toList();
    }

    @Override
    public void writeHalves(String viewId, String shardId, List<Half> fresh) {
        faults.around("halves", () -> {
            for (Half half : fresh) {
                String key = half.timeMillis() + "/" + half.sequence() + "/" + half.position();
                Half before = halves.computeIfAbsent(viewId + "#" + shardId, id -> new TreeMap<>())
                        .put(key, half);
                if (before != null && !before.equals(half)) {
                    broken.add("half changed after it was written: " + before + " became " + half);
                }
            }
            return true;
        });
    }

    @Override
    public List<Half> halves(String viewId, String shardId, long fromMillis, String upTo) {
        return halves.getOrDefault(viewId + "#" + shardId, Map.of()).values().stream()
                .filter(half ->
                        half.timeMillis() >= fromMillis && half.sequence().compareTo(upTo) <= 0)
                .sorted(Comparator.comparing(Half::sequence).thenComparingInt(Half::position))
                .toList();
    }

    /** What instances that are gone have put into the journal. */
    void have(List<ViewsFile> files) {
        files.forEach(file -> viewsTexts.put(file.version(), file.text()));
    }

    @Override
    public void keepViews(ViewsFile file) {
        faults.around("views", () -> viewsTexts.putIfAbsent(file.version(), file.text()));
    }

    @Override
    public Optional<String> viewsText(String version) {
        return Optional.ofNullable(viewsTexts.get(version));
    }

    @Override
    public Map<String, String> viewsTexts() {
        return Map.copyOf(viewsTexts);
    }

    @Override
    public boolean leaseViews(String version, long nowMillis, long leaseMillis) {
        throw new UnsupportedOperationException("the log of these properties brings its own views records");
    }

    /** The halves of every shard; what lies beyond a head is another attempt's, and at the end there is none. */
    Map<String, Object> halves() {
        return new TreeMap<>(halves);
    }

    /** The grid: what every cell of every shard holds. */
    Map<String, Object> grid() {
        Map<String, Object> grid = new TreeMap<>();
        cells.forEach((shard, byKey) -> byKey.forEach((key, stored) -> grid.put(shard + "/" + key, stored.measures())));
        return grid;
    }

    /** Heads without the counts' way of getting there: sequence, time, end. */
    Map<String, Object> headsByShard() {
        return new TreeMap<>(heads);
    }
}
