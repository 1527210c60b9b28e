package dev.tidemark.simulation.kinesis;

import dev.tidemark.platform.HashKeyRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shard: its records in order, those that expired left out. */
public final class StreamShard {

    private final String id;
    private final List<String> parents;
    private final HashKeyRange hashKeys;
    private final String firstSequence;
    private List<StreamRecord> records = new ArrayList<>();
    private int expired;
    private @Nullable String lastSequence;
    private long closedMillis;

    StreamShard(String id, List<String> parents, HashKeyRange hashKeys, String firstSequence) {
        this.id = id;
        this.parents = List.copyOf(parents);
        this.hashKeys = hashKeys;
        this.firstSequence = firstSequence;
    }

    public String id() {
        return id;
    }

    /** None, one after a split, two after a merge; they need not exist any more. */
    public List<String> parents() {
        return parents;
    }

    public HashKeyRange hashKeys() {
        return hashKeys;
    }

    String firstSequence() {
        return firstSequence;
    }

    /** The number that closed it, larger than that of any record; null while it is open. */
    public @Nullable String lastSequence() {
        return lastSequence;
    }

    public boolean isOpen() {
        return lastSequence == null;
    }

    void close(String sequence, long nowMillis) {
        lastSequence = sequence;
        closedMillis = nowMillis;
    }

    void add(StreamRecord record) {
        records.add(record);
    }

    /** Nobody reads records any more that arrived before this instant; they are kept for who asks for the history. */
    void expire(long beforeMillis, boolean keep) {
        while (expired < records.size() && records.get(expired).arrivalMillis() < beforeMillis) {
            expired++;
        }
        if (!keep && expired > 1_000 && expired > records.size() / 2) {
            records = new ArrayList<>(records.subList(expired, records.size()));
            expired = 0;
        }
    }

    /** Every record that it ever took, where the stream keeps its history. */
    List<StreamRecord> everything() {
        return records;
    }

    /** Whether the stream does not list it any more. */
    boolean isForgotten(long beforeMillis) {
        return lastSequence != null && closedMillis < beforeMillis;
    }

    /** What is there of records after a sequence number; null for all of them. */
    List<StreamRecord> after(@Nullable String sequence) {
        int low = expired;
        int high = records.size();
        while (sequence != null && low < high) {
            int middle = (low + high) >>> 1;
            if (compare(records.get(middle).sequence(), sequence) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return records.subList(low, records.size());
    }

    /** Compares two sequence numbers, which need not have equally many digits. */
    static int compare(String a, String b) {
        return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
    }
}
