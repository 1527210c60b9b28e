package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.JoinState;
import dev.tidemark.domain.fold.SeenEvents;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** What this instance holds in memory of one shard, as of {@code head}; a copy of what the stores know. */
final class ShardState {

    private static final int MOST_CELLS = 50_000;
    private static final long MOST_SKETCH_BYTES = 32L << 20;
    private static final int MOST_DUE = 50_000;

    final SeenEvents seen;
    final CellCache cells = new CellCache(MOST_CELLS, MOST_SKETCH_BYTES);
    private final Set<DueSlice> due = new HashSet<>();
    JoinState joins;
    Head head;

    ShardState(Head head, SeenEvents seen, JoinState joins) {
        this.head = head;
        this.seen = seen;
        this.joins = joins;
    }

    /** Those that this instance has not yet written. */
    Set<DueSlice> unwritten(Set<DueSlice> wanted) {
        Set<DueSlice> rest = new LinkedHashSet<>(wanted);
        rest.removeAll(due);
        return rest;
    }

    void written(Set<DueSlice> slices) {
        if (due.size() > MOST_DUE) {
            due.clear();
        }
        due.addAll(slices);
    }
}
