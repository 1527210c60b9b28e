package dev.tidemark.platform.segment;

/**
 * Some records of a shard in a row, which entries of a segment lie in.
 *
 * @param shardId of the shard
 * @param first padded sequence number of its first record
 * @param last padded sequence number of its last record
 * @param objectKey the archive object that holds them, one a line; empty where none is known
 */
public record SegmentSource(String shardId, String first, String last, String objectKey) {}
