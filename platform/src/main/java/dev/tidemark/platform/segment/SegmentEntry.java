package dev.tidemark.platform.segment;

/**
 * One sighting of a fingerprint.
 *
 * @param fingerprint 64 bits of device and id
 * @param clockMillis shard clock before its record, milliseconds since the epoch
 * @param source where its record is
 * @param line number of its record in the source, from 0
 */
public record SegmentEntry(long fingerprint, long clockMillis, SegmentSource source, int line) {}
