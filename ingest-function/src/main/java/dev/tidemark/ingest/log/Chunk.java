package dev.tidemark.ingest.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Records of one body that go into one PutRecords call.
 *
 * @param places of the records in {@code append.entries}, ascending
 * @param bytes of all of them
 * @param attempts so far
 */
record Chunk(Append append, int[] places, long bytes, int attempts) {

    /** Records a PutRecords call may have. */
    static final int CALL_RECORDS = 500;

    /** Bytes a PutRecords call may have, partition keys included. */
    static final long CALL_BYTES = 5L << 20;

    /** As few chunks as the limits of a call allow, in order. */
    static List<Chunk> of(Append append) {
        int size = append.entries.size();
        List<Chunk> chunks = new ArrayList<>(1);
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < size; i++) {
            int more = append.entries.get(i).bytes();
            if (i - from == CALL_RECORDS || bytes + more > CALL_BYTES) {
                chunks.add(range(append, from, i, bytes));
                from = i;
                bytes = 0;
            }
            bytes += more;
        }
        chunks.add(range(append, from, size, bytes));
        return chunks;
    }

    private static Chunk range(Append append, int from, int to, long bytes) {
        int[] places = new int[to - from];
        for (int i = from; i < to; i++) {
            places[i - from] = i;
        }
        return new Chunk(append, places, bytes, 0);
    }

    /** Those of the chunk's records, by their index in {@code places}, that failed {@code attempts + 1} times now. */
    Chunk failed(int[] failedIndexes, int count) {
        int[] again = new int[count];
        long againBytes = 0;
        for (int i = 0; i < count; i++) {
            again[i] = places[failedIndexes[i]];
            againBytes += append.entries.get(again[i]).bytes();
        }
        return new Chunk(append, again, againBytes, attempts + 1);
    }

    boolean fitsBeside(int records, long bytesBefore, long mostBytes) {
        return records + places.length <= CALL_RECORDS && bytesBefore + bytes <= mostBytes;
    }

    void giveUp() {
        for (int place : places) {
            append.settle(place, false);
        }
    }
}
