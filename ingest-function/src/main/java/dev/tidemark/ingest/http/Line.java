package dev.tidemark.ingest.http;

import dev.tidemark.ingest.envelope.EnvelopeDraft;
import org.jspecify.annotations.Nullable;

/** One line of a body of newline-delimited JSON. */
sealed interface Line {

    /** What is wrong with it, or null if it is an envelope. */
    default @Nullable Problem problem() {
        return null;
    }

    /** An envelope. */
    record Read(EnvelopeDraft draft) implements Line {}

    /** No envelope; its problem is its answer. */
    record Broken(Problem problem) implements Line {}
}
