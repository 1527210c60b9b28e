package dev.tidemark.ingest.log;

import io.smallrye.mutiny.Uni;
import java.util.BitSet;
import java.util.List;

/** The log, as ingestion sees it. */
public interface EventLog {

    /**
     * Writes the records in order and waits until each is acknowledged or given up.
     *
     * @param entries one or more
     * @return the places of those that were <em>not</em> acknowledged, and that the caller still owns; some of them may
     *     be in the log all the same. Never fails.
     */
    Uni<BitSet> append(List<LogEntry> entries);
}
