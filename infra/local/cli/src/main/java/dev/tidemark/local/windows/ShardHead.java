package dev.tidemark.local.windows;

/**
 * How far the windows of a shard are.
 *
 * @param events processed, duplicates included
 * @param duplicates among them
 * @param quarantined records that could not be processed
 */
public record ShardHead(String shardId, long events, long duplicates, long quarantined) {}
