package dev.tidemark.ingest.log;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One record on its way into the log.
 *
 * @param partitionKey the device's id
 * @param data the record, at most {@link RecordPacker#RECORD_BYTES}
 * @param parts whose events it holds, in order
 */
public record LogEntry(String partitionKey, byte[] data, List<EnvelopePart> parts) {

    /**
     * Events of one envelope.
     *
     * @param ordinal the envelope's place in its body
     * @param from the first, by its place among the envelope's events that are logged
     * @param to one behind the last
     */
    public record EnvelopePart(int ordinal, int from, int to) {

        int size() {
            return to - from;
        }
    }

    /** What counts against the limits of a PutRecords call: data and partition key. */
    int bytes() {
        return data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
    }
}
