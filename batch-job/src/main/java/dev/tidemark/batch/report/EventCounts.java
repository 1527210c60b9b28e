package dev.tidemark.batch.report;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Occurrences of events: {@code archived = valid + quarantined}, {@code valid = unique + duplicates}.
 *
 * @param archived all
 * @param valid that can be read and were not set aside
 * @param unique first occurrences of their (deviceId, id)
 * @param duplicates repeated ones
 * @param returned of the unique ones, those whose identity had come before, so long ago that nobody knows it any more
 * @param quarantined set aside by the stream; an unreadable record counts as one
 * @param skipped of the valid ones, given up by the event source mapping
 * @param collisions first occurrences that the stream took for repeated ones, because two fingerprints are equal
 * @param lagMaxMillis the largest distance of the watermark behind the shard clock
 */
public record EventCounts(
        long archived,
        long valid,
        long unique,
        Duplicates duplicates,
        long returned,
        long quarantined,
        long skipped,
        long collisions,
        @JsonIgnore long lagMaxMillis) {

    /**
     * Repeated occurrences.
     *
     * @param withinHorizon that the stream knew
     * @param beyondHorizon that the stream had forgotten
     */
    public record Duplicates(long withinHorizon, long beyondHorizon) {}

    /** Of no event. */
    public static final EventCounts NONE = new EventCounts(0, 0, 0, new Duplicates(0, 0), 0, 0, 0, 0, 0);

    /** Both together. */
    public EventCounts plus(EventCounts other) {
        return new EventCounts(
                archived + other.archived,
                valid + other.valid,
                unique + other.unique,
                new Duplicates(
                        duplicates.withinHorizon + other.duplicates.withinHorizon,
                        duplicates.beyondHorizon + other.duplicates.beyondHorizon),
                returned + other.returned,
                quarantined + other.quarantined,
                skipped + other.skipped,
                collisions + other.collisions,
                Math.max(lagMaxMillis, other.lagMaxMillis));
    }

    EventCounts plusUnreadable(long records) {
        return plus(new EventCounts(records, 0, 0, new Duplicates(0, 0), 0, records, 0, 0, 0));
    }
}
