package dev.tidemark.batch.publish;

import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.platform.item.CorrectionIndexItem;
import dev.tidemark.platform.item.CorrectionItem;
import dev.tidemark.platform.item.ItemKey;
import dev.tidemark.platform.item.UnindexedItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Corrections and indexes that nobody has a use for: of runs that were stopped before their switch, and of days that later
 * runs have computed again. A run notes before its switch what it writes and what it takes the place of, and sweeps behind
 * it what is noted and in no index. So a run may be stopped anywhere, and the next one to publish finds what it left.
 */
final class Unindexed {

    private static final int CHUNK = 1_000;

    /** As long may somebody who has read an index go on reading by it, and a run that was overtaken go on writing. */
    private static final long DAY_MILLIS = 86_400_000L;

    private final ItemStore items;
    private final String run;

    Unindexed(ItemStore items, String run) {
        this.items = items;
        this.run = run;
    }

    /**
     * Notes the corrections that this run is about to write, and those that it takes the place of.
     *
     * @param before the index as it is published
     * @param after the index as this run will publish it
     */
    void note(List<CorrectionIndexItem> before, List<CorrectionIndexItem> after, long nowMillis) {
        Set<List<String>> mine = new HashSet<>();
        Set<List<String>> left = new HashSet<>();
        before.forEach(month -> month.runs().keySet().forEach(day -> left.add(List.of(month.viewId(), day))));
        List<UnindexedItem> notes = new ArrayList<>();
        for (CorrectionIndexItem month : after) {
            month.runs().forEach((day, of) -> {
                left.remove(List.of(month.viewId(), day));
                if (of.equals(run)) {
                    mine.add(List.of(month.viewId(), day));
                }
            });
            notes.addAll(notes(month, mine, new TreeMap<>(), nowMillis, false));
        }
        // Days that are this run's now, and days that have left the index.
        left.addAll(mine);
        for (CorrectionIndexItem month : before) {
            // The index goes, whether or not corrections do.
            Map<String, List<String>> byRun = new TreeMap<>(Map.of(month.run(), new ArrayList<>()));
            notes.addAll(notes(month, left, byRun, nowMillis, true));
        }
        items.putAll(notes);
    }

    /** Of a month of an index, by the run that wrote the corrections, those of the days. */
    private List<UnindexedItem> notes(
            CorrectionIndexItem month,
            Set<List<String>> days,
            Map<String, List<String>> byRun,
            long nowMillis,
            boolean superseded) {
        month.runs().forEach((day, of) -> {
            if (days.contains(List.of(month.viewId(), day))) {
                byRun.computeIfAbsent(of, any -> new ArrayList<>()).add(day);
            }
        });
        return byRun.entrySet().stream()
                .map(part -> new UnindexedItem(
                        part.getKey(), month.viewId(), month.month(), run, part.getValue(), nowMillis, superseded))
                .toList();
    }

    /**
     * Sweeps, now that this run is published: no run that began before it can be any more.
     *
     * @param index as this run has published it
     */
    void sweep(List<CorrectionIndexItem> index, long nowMillis) {
        Set<List<String>> indexed = new HashSet<>();
        index.forEach(month -> month.runs().forEach((day, of) -> indexed.add(List.of(of, month.viewId(), day))));
        List<UnindexedItem> noted = new ArrayList<>();
        items.query(UnindexedItem.all(), noted::add);
        Map<List<String>, Long> lastNoted = new HashMap<>();
        Set<List<String>> superseded = new HashSet<>();
        for (UnindexedItem note : noted) {
            lastNoted.merge(part(note), note.notedMillis(), Math::max);
            if (note.superseded()) {
                superseded.add(part(note));
            }
        }
        List<ItemKey<?>> done = new ArrayList<>();
        for (UnindexedItem note : noted) {
            List<String> days = note.days().stream()
                    .filter(day -> !indexed.contains(List.of(note.run(), note.viewId(), day)))
                    .toList();
            boolean old = lastNoted.getOrDefault(part(note), nowMillis) + DAY_MILLIS <= nowMillis;
            boolean published = note.run().equals(run);
            if (old || (!superseded.contains(part(note)) && !days.isEmpty())) {
                delete(note, days, !published);
            }
            // A run that seems stopped may still write, so its note is kept and swept again the next night.
            if (old || published) {
                done.add(note.key());
            }
        }
        items.deleteAll(done);
    }

    private static List<String> part(UnindexedItem note) {
        return List.of(note.run(), note.viewId(), note.month());
    }

    /** Takes back what this run has written, which another run was published before. */
    void takeBack() {
        List<UnindexedItem> noted = new ArrayList<>();
        items.query(UnindexedItem.all(), noted::add);
        for (UnindexedItem note : noted) {
            if (note.run().equals(run) && !note.superseded()) {
                delete(note, note.days(), true);
                items.deleteAll(List.of(note.key()));
            }
        }
    }

    private void delete(UnindexedItem note, List<String> days, boolean indexToo) {
        List<ItemKey<?>> keys = new ArrayList<>();
        for (String day : days) {
            items.query(CorrectionItem.of(note.viewId(), day, note.run()), item -> {
                keys.add(item.itemKey());
                if (keys.size() >= CHUNK) {
                    items.deleteAll(keys);
                    keys.clear();
                }
            });
        }
        if (indexToo) {
            keys.add(CorrectionIndexItem.key(note.run(), note.viewId(), note.month()));
        }
        items.deleteAll(keys);
    }
}
