package dev.tidemark.ingest.http;

import dev.tidemark.ingest.envelope.EnvelopeDraft;

/** One line of a body of newline-delimited JSON. */
sealed interface Line {

    /** An envelope. */
    record Read(EnvelopeDraft draft) implements Line {}

    /** No envelope; its problem is its answer. */
    record Broken(Problem problem) implements Line {}
}
