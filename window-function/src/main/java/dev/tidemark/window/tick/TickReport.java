package dev.tidemark.window.tick;

import dev.tidemark.domain.fold.Unmatched;
import dev.tidemark.domain.watermark.Watermarks;
import java.util.Map;

/**
 * What a tick found.
 *
 * @param atMillis when it ran
 * @param openShards of the stream
 * @param missedHeartbeats shards that did not take theirs
 * @param changedViews shards that were told to go on with another version of the views
 * @param failingShards shards whose clock stays behind
 * @param quarantined records in quarantine since the beginning, over all shards
 * @param unmatched halves of joins that were collected without ever having met another, over all shards, by view id
 * @param published panes that it published
 * @param global the global watermarks
 */
public record TickReport(
        long atMillis,
        int openShards,
        int missedHeartbeats,
        int changedViews,
        int failingShards,
        long quarantined,
        Map<String, Unmatched> unmatched,
        int published,
        Watermarks global) {}
