package dev.tidemark.platform.segment;

/**
 * What is to be known of a sealed segment without reading it.
 *
 * @param entries number of sightings
 * @param firstClockMillis the least clock among them; 0 where there is none
 * @param lastClockMillis the largest clock among them: once this is older than the horizon, the segment has no use
 * @param bytes length of the file
 * @param tailBytes length of what {@link SegmentLookup} reads first
 */
public record SealedSegment(long entries, long firstClockMillis, long lastClockMillis, long bytes, int tailBytes) {}
