package dev.tidemark.batch.cut;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one shard is cut in this run: its records after {@code from} and up to {@code cut} are read.
 *
 * @param index number of the shard in the batch's own books; parents have smaller ones than their children
 * @param id of the shard
 * @param generation 0 without parents, else one more than the oldest parent's
 * @param parents their ids
 * @param from padded sequence number that an earlier run has read up to
 * @param ordinal number of records read by earlier runs
 * @param cut padded, the smaller of the window head and the archive head; {@code >= from}
 * @param head padded window head
 * @param archived padded archive head
 * @param complete whether the shard has ended and the cut is its end: it holds no watermark any more
 * @param waiting whether a parent is not yet read to its end, so that the shard cannot start; its parents hold the
 *     watermark for it
 * @param headWatermark event watermark in the window head, milliseconds; null for −∞
 * @param headReceived received watermark in the window head, milliseconds; null for −∞
 * @param headEvents events that the stream counted up to its head
 * @param objectsFrom padded sequence number before which no archive object begins that holds a record after {@code from}
 * @param openedWith version of the views that the stream reads its first record with; empty where an earlier release
 *     opened it
 */
public record ShardCut(
        int index,
        String id,
        int generation,
        List<String> parents,
        String from,
        long ordinal,
        String cut,
        String head,
        String archived,
        boolean complete,
        boolean waiting,
        @Nullable Long headWatermark,
        @Nullable Long headReceived,
        long headEvents,
        String objectsFrom,
        String openedWith) {

    private static final int ORDINAL_BITS = 40;

    /** Whether there is anything new to read. */
    public boolean moves() {
        return cut.compareTo(from) > 0;
    }

    /** Whether the cut is where the stream's head stands, so that both must agree on the watermarks. */
    public boolean atHead() {
        return cut.equals(head) && !waiting;
    }

    /** The number of a record in the whole log: shard, then order in the shard. */
    public long record(long ordinalInShard) {
        return ((long) index << ORDINAL_BITS) + ordinalInShard;
    }

    /** No record of the shard with this index has a larger number. */
    public static long lastRecord(int index) {
        return ((long) (index + 1) << ORDINAL_BITS) - 1;
    }

    ShardCut at(int newIndex, int newGeneration, String newCut, boolean isComplete, boolean isWaiting) {
        return new ShardCut(
                newIndex,
                id,
                newGeneration,
                parents,
                from,
                ordinal,
                newCut,
                head,
                archived,
                isComplete,
                isWaiting,
                headWatermark,
                headReceived,
                headEvents,
                objectsFrom,
                openedWith);
    }
}
