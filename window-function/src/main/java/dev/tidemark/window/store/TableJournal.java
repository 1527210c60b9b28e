package dev.tidemark.window.store;

import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.Moment;
import dev.tidemark.domain.fold.Sightings;
import dev.tidemark.domain.fold.Step;
import dev.tidemark.platform.item.DueItem;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.MomentItem;
import dev.tidemark.platform.item.StepItem;
import dev.tidemark.window.exactlyonce.Journal;
import dev.tidemark.window.exactlyonce.ShardHead;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The journal of the shards in its table. */
public final class TableJournal implements Journal {

    private final Tables tables;

    public TableJournal(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Optional<ShardHead> head(String shardId) {
        return tables.get(HeadItem.key(shardId)).map(HeadValues::head);
    }

    @Override
    public List<ShardHead> heads() {
        return tables.all(HeadItem.all()).stream().map(HeadValues::head).toList();
    }

    @Override
    public ShardHead open(ShardHead initial) {
        return tables.put(HeadValues.item(initial).opening()) instanceof Tables.WriteRefused<HeadItem> refused
                ? refused.standing().map(HeadValues::head).orElseThrow()
                : initial;
    }

    @Override
    public HeadMove moveHead(ShardHead from, ShardHead to) {
        return tables.put(HeadValues.item(to).movedFrom(from.sequence())) instanceof Tables.WriteRefused<HeadItem>
                ? new HeadOvertaken()
                : new HeadMoved();
    }

    @Override
    public void markEnded(String shardId) {
        tables.update(HeadItem.ending(shardId));
    }

    @Override
    public void writeStep(String shardId, Step step) {
        tables.putAll(List.of(new StepItem(
                shardId,
                step.first(),
                step.last(),
                HeadValues.clocks(step.time()),
                HeadValues.counts(step.counts()),
                step.sightings().pack())));
    }

    @Override
    public List<JournalEntry> steps(String shardId, String after, String upTo) {
        return tables.all(StepItem.between(shardId, after, upTo)).stream()
                .filter(step -> !step.last().equals(after))
                .map(TableJournal::entry)
                .toList();
    }

    @Override
    public List<JournalEntry> stepsSince(String shardId, String upTo, long clockMillis) {
        List<JournalEntry> entries = new ArrayList<>();
        Iterator<StepItem> steps = tables.descending(StepItem.upTo(shardId, upTo));
        while (steps.hasNext()) {
            JournalEntry entry = entry(steps.next());
            if (entry.clockMillis() < clockMillis) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    @Override
    public void writeMoments(String shardId, Collection<Moment> moments) {
        tables.putAll(moments.stream()
                .map(moment -> new MomentItem(shardId, moment.receivedMillis(), moment.eventMillis()))
                .toList());
    }

    @Override
    public void writeDue(String shardId, Collection<DueSlice> due) {
        tables.putAll(due.stream()
                .map(slice -> new DueItem(
                        shardId, slice.domain(), slice.markMillis(), slice.viewId(), slice.sliceStartMillis()))
                .toList());
    }

    private static JournalEntry entry(StepItem step) {
        return new JournalEntry(step.last(), step.clocks().clockMillis(), Sightings.unpack(step.seen()));
    }
}
