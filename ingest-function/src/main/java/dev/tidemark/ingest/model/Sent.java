package dev.tidemark.ingest.model;

import java.util.List;
import java.util.Optional;

/** What a body brought, in whatever protocol it came. */
public interface Sent {

    /** The key that the body itself carries, if it does. */
    Optional<String> key();

    /** The envelopes, in the order in which their verdicts are wanted. */
    List<EnvelopeDraft> drafts();

    /** Members of the body that nobody knows and that are no envelope's. */
    default Ignored ignored() {
        return new Ignored();
    }
}
