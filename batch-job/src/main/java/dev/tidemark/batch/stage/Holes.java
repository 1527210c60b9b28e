package dev.tidemark.batch.stage;

import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.state.JournalledObject;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.platform.item.ShardClocks;
import dev.tidemark.platform.item.StepItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The holes of one shard's archive, and where the replay takes hold again behind each: at the end of the stream's first
 * step that ends behind the hole, whose watermarks and clock stand in its journal.
 */
final class Holes {

    /** The journal's word on a shard's time after a sequence number. */
    record Anchor(
            String sequence,
            @Nullable Long clock,
            @Nullable Long watermark,
            @Nullable Long received) {}

    private final ItemStore items;
    private final ShardCut shard;
    private final Deque<Anchor> waiting = new ArrayDeque<>();
    private int unanchored;

    Holes(ItemStore items, ShardCut shard) {
        this.items = items;
        this.shard = shard;
    }

    /** Notes that the object's records are not there. */
    void add(JournalledObject object) {
        List<Anchor> behind = new ArrayList<>(1);
        items.query(StepItem.between(shard.id(), object.last(), shard.cut()), step -> {
            if (behind.isEmpty()) {
                behind.add(anchor(step));
            }
        });
        if (behind.isEmpty()) {
            unanchored++;
        } else if (waiting.isEmpty() || !waiting.getLast().equals(behind.get(0))) {
            waiting.add(behind.get(0));
        }
    }

    private static Anchor anchor(StepItem step) {
        return new Anchor(
                step.last(),
                orNull(step.clocks().clockMillis()),
                orNull(step.clocks().watermarkMillis()),
                orNull(step.clocks().receivedMillis()));
    }

    private static @Nullable Long orNull(long millis) {
        return millis == ShardClocks.UNKNOWN ? null : Long.valueOf(millis);
    }

    /** The anchor that goes before a record of this sequence number, or null. */
    @Nullable
    Anchor before(String sequence) {
        return !waiting.isEmpty() && waiting.getFirst().sequence().compareTo(sequence) < 0 ? waiting.poll() : null;
    }

    /** The anchor that goes behind all records, or null. */
    @Nullable
    Anchor rest() {
        return waiting.poll();
    }

    /** Holes behind which no step of the journal ends. */
    int unanchored() {
        return unanchored;
    }
}
