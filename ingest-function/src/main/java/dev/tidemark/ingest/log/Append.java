package dev.tidemark.ingest.log;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The records of one body, from hand-over until the last of them is settled. */
final class Append {

    final List<LogEntry> entries;
    final long deadlineNanos;
    final CompletableFuture<BitSet> done = new CompletableFuture<>();

    private final BitSet unacknowledged;
    private int unsettled;

    Append(List<LogEntry> entries, long deadlineNanos) {
        this.entries = entries;
        this.deadlineNanos = deadlineNanos;
        this.unsettled = entries.size();
        this.unacknowledged = new BitSet(unsettled);
    }

    /** Settles one record, once. */
    void settle(int place, boolean acknowledged) {
        boolean last;
        synchronized (this) {
            if (!acknowledged) {
                unacknowledged.set(place);
            }
            last = --unsettled == 0;
        }
        if (last) {
            done.complete(unacknowledged);
        }
    }
}
