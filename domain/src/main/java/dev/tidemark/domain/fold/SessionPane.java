package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.window.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session published, or that a later one has withdrawn it. Of one key and last bucket, the pane with the largest
 * mark is the one that holds.
 *
 * @param bucket that holds the session's last event: where its panes lie, however far back it reaches
 * @param session from its first event to its last and the gap
 * @param key of the group
 * @param markMillis the watermark at which it fires
 * @param timing on time at the session's close, late after it
 * @param index 0 for the key's first pane with this last bucket
 * @param total of the whole session; empty where it is withdrawn
 * @param delta what no session published before held; empty where it is withdrawn
 * @param retracts the sessions published before that this one holds and takes the place of, by start; one with the same
 *     bounds is not among them
 * @param into the session that withdraws this one at this mark, or null
 */
public record SessionPane(
        Window bucket,
        Window session,
        String key,
        long markMillis,
        Timing timing,
        int index,
        Measures total,
        Measures delta,
        List<Window> retracts,
        @Nullable Window into) {

    public SessionPane {
        retracts = List.copyOf(retracts);
    }

    /** Whether the session is withdrawn at this mark. */
    public boolean isRetraction() {
        return into != null;
    }
}
