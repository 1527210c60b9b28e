package dev.tidemark.ingest.log;

import dev.tidemark.ingest.model.Envelope;
import java.util.BitSet;
import java.util.List;

/**
 * Goes before the class of the same name in the server's own jar, and makes it the peer that answers at once: bodies are
 * read and judged and answered as ever, and there is never a record to wait for. So the server has no switch for this,
 * and everything else of it is the packaged one.
 */
public final class RecordPacker {

    /** No records, whatever came in. */
    public List<LogEntry> pack(List<Envelope> envelopes, BitSet without, String requestId) {
        return List.of();
    }
}
