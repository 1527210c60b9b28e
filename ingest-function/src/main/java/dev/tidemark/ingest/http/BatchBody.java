package dev.tidemark.ingest.http;

import dev.tidemark.ingest.envelope.UnreadableException;
import dev.tidemark.ingest.protocol.Batch;

/** A body of another protocol, to be read. */
@FunctionalInterface
interface BatchBody {

    Batch read() throws UnreadableException;

    /**
     * Reads it.
     *
     * @throws ProblemException if it cannot be read
     */
    default Batch batch() {
        try {
            return read();
        } catch (UnreadableException e) {
            throw Problem.of(e).toException();
        }
    }
}
