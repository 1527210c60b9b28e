package dev.tidemark.ingest.envelopes;

import dev.tidemark.ingest.door.Problem;
import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The envelopes of a body, and what is wrong with lines that are none. */
final class EnvelopeLines implements Sent {

    private final List<EnvelopeDraft> drafts = new ArrayList<>(1);

    /** In the order of the body; null where a line is an envelope. */
    private final List<@Nullable Problem> problems = new ArrayList<>(1);

    void add(EnvelopeDraft draft) {
        drafts.add(draft);
        problems.add(null);
    }

    void addBroken(Problem problem) {
        problems.add(problem);
    }

    int size() {
        return problems.size();
    }

    @Override
    public Optional<String> key() {
        return Optional.empty();
    }

    @Override
    public List<EnvelopeDraft> drafts() {
        return drafts;
    }

    List<@Nullable Problem> problems() {
        return problems;
    }
}
