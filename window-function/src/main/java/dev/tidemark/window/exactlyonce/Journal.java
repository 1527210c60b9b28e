package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.Moment;
import dev.tidemark.domain.fold.Sightings;
import dev.tidemark.domain.fold.Step;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the stream knows for good about its shards. Every read is strongly consistent. */
public interface Journal {

    /** One committed or attempted step, as another instance needs it. */
    record JournalEntry(String lastSequence, long clockMillis, Sightings sightings) {}

    /** What became of moving a head. */
    sealed interface HeadMove {}

    /** It stands where it was to go. */
    record HeadMoved() implements HeadMove {}

    /** Another attempt was faster, or the shard has ended: nothing was changed. */
    record HeadOvertaken() implements HeadMove {}

    /** The head of a shard, if it has one. */
    Optional<ShardHead> head(String shardId);

    /** The heads of all shards, ended ones included. */
    List<ShardHead> heads();

    /** Makes a shard's first head, unless there is one; answers the one that stands. */
    ShardHead open(ShardHead initial);

    /** Moves the head on, if it stands where this attempt began. */
    HeadMove moveHead(ShardHead from, ShardHead to);

    /** Marks the shard as applied to its end. Nothing else of the head changes. */
    void markEnded(String shardId);

    /** Writes the step's entry: first sequence, time, counts, sightings. The same step writes the same entry. */
    void writeStep(String shardId, Step step);

    /** Entries with {@code after < last sequence <= upTo}, ascending. */
    List<JournalEntry> steps(String shardId, String after, String upTo);

    /** Entries with a last sequence up to {@code upTo} and a shard clock from {@code clockMillis} on, and maybe more. */
    List<JournalEntry> stepsSince(String shardId, String upTo, long clockMillis);

    /** Notes the moments of a step. Repetition changes nothing. */
    void writeMoments(String shardId, Collection<Moment> moments);

    /** Notes slices that are to be looked at when the watermark reaches their mark. Repetition changes nothing. */
    void writeDue(String shardId, Collection<DueSlice> due);
}
