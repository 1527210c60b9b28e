package dev.tidemark.window.tick;

import dev.tidemark.domain.watermark.Watermarks;

/**
 * What a tick found.
 *
 * @param atMillis when it ran
 * @param openShards of the stream
 * @param missedHeartbeats shards that did not take theirs
 * @param failingShards shards whose clock stays behind
 * @param quarantined records in quarantine since the beginning, over all shards
 * @param published panes that it published
 * @param global the global watermarks
 */
public record TickReport(
        long atMillis,
        int openShards,
        int missedHeartbeats,
        int failingShards,
        long quarantined,
        int published,
        Watermarks global) {}
