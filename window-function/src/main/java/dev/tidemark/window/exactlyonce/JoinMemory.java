package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.JoinState;
import dev.tidemark.domain.view.JoinSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.window.versions.Versions;
import java.util.Set;

/**
 * Makes a shard's join state anew from the halves that it and its ancestors stored. Each shard on the way takes over what
 * waits for devices of its own range of hash keys, and collects by its own last watermark: a half that one of them has
 * collected, and counted, does not come back.
 */
final class JoinMemory {

    private final HalfStore halves;
    private final Journal journal;
    private final Versions versions;

    JoinMemory(HalfStore halves, Journal journal, Versions versions) {
        this.halves = halves;
        this.journal = journal;
        this.versions = versions;
    }

    /** What waits in the shard as of its head. */
    JoinState of(ShardHead head) {
        return of(head, head.time().watermarks().event());
    }

    /**
     * What waits in a shard as of its head, for one that goes on from it.
     *
     * @param watermark of the shard that all is for: what lies {@code 2 · within} before it can neither wait nor have met
     *     a half that does
     */
    private JoinState of(ShardHead head, long watermark) {
        JoinState state = new JoinState();
        Set<String> viewIds = head.unmatched().keySet();
        long longest = viewIds.stream().mapToLong(this::within).max().orElse(0);
        if (!viewIds.isEmpty()) {
            for (String parent : head.parents()) {
                // No event's time is after the shard clock.
                journal.head(parent)
                        .filter(parentHead -> parentHead.time().clock() >= from(watermark, longest))
                        .ifPresent(parentHead -> state.inherit(of(parentHead, watermark), head.hashKeys()::contains));
            }
        }
        for (String viewId : viewIds) {
            long within = within(viewId);
            state.restore(
                    viewId, within, halves.halves(viewId, head.shardId(), from(watermark, within), head.sequence()));
        }
        state.collect(head.time().watermarks().event());
        return state;
    }

    private static long from(long watermark, long within) {
        return watermark < Watermarks.UNKNOWN + 2 * within ? Watermarks.UNKNOWN : watermark - 2 * within;
    }

    private long within(String viewId) {
        JoinSpec join = versions.view(viewId)
                .map(View::join)
                .orElseThrow(() -> new IllegalStateException(
                        "no views file in the journal has the join view " + viewId + ", which has halves waiting"));
        return join.within().toMillis();
    }
}
