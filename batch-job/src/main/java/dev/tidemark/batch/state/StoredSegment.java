package dev.tidemark.batch.state;

/**
 * A segment of the sightings that a run has met.
 *
 * @param key of the object
 * @param entries number of sightings
 * @param firstClock the least shard clock among them, milliseconds
 * @param lastClock the largest, milliseconds; the segment goes when this is {@code uniqueFor} behind the clock of the log
 * @param bytes of the object
 * @param tailBytes of these what a lookup reads first
 */
public record StoredSegment(String key, long entries, long firstClock, long lastClock, long bytes, int tailBytes) {}
