package dev.tidemark.batch.stage;

import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.state.JournalledObject;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.ShardClocks;
import dev.tidemark.platform.item.StepItem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The holes of one shard's archive, and where the replay takes hold again behind each: at the end of the stream's first
 * step that ends behind the hole, whose watermarks and clock stand in its journal; where the steps have expired, at the shard's
 * head, if that is where it is read up to.
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
        Optional<Anchor> behind = items.first(StepItem.between(shard.id(), object.last(), shard.cut()))
                .map(step -> anchor(step.last(), step.clocks()))
                .or(this::atHead);
        if (behind.isEmpty()) {
            unanchored++;
        } else if (waiting.isEmpty() || !waiting.getLast().equals(behind.get())) {
            waiting.add(behind.get());
        }
    }

    private Optional<Anchor> atHead() {
        return items.get(HeadItem.key(shard.id()))
                .filter(head -> head.sequence().equals(shard.cut()))
                .map(head -> anchor(head.sequence(), head.clocks()));
    }

    private static Anchor anchor(String sequence, ShardClocks clocks) {
        return new Anchor(
                sequence,
                ShardClocks.orNull(clocks.clockMillis()),
                ShardClocks.orNull(clocks.watermarkMillis()),
                ShardClocks.orNull(clocks.receivedMillis()));
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
