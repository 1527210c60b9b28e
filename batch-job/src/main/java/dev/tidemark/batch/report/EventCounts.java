package dev.tidemark.batch.report;

/**
 * Occurrences of events: {@code archived = valid + quarantined}, {@code valid = unique + withinHorizon + beyondHorizon}.
 *
 * @param archived all
 * @param valid that can be read and were not set aside
 * @param unique first occurrences of their (deviceId, id)
 * @param withinHorizon repeated ones that the stream knew
 * @param beyondHorizon repeated ones that the stream had forgotten
 * @param quarantined set aside by the stream; an unreadable record counts as one
 * @param skipped of the valid ones, given up by the event source mapping
 * @param collisions first occurrences that the stream took for repeated ones, because two fingerprints are equal
 * @param lagMaxMillis the largest distance of the watermark behind the shard clock
 */
public record EventCounts(
        long archived,
        long valid,
        long unique,
        long withinHorizon,
        long beyondHorizon,
        long quarantined,
        long skipped,
        long collisions,
        long lagMaxMillis) {

    /** Of no event. */
    public static final EventCounts NONE = new EventCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public EventCounts plus(EventCounts other) {
        return new EventCounts(
                archived + other.archived,
                valid + other.valid,
                unique + other.unique,
                withinHorizon + other.withinHorizon,
                beyondHorizon + other.beyondHorizon,
                quarantined + other.quarantined,
                skipped + other.skipped,
                collisions + other.collisions,
                Math.max(lagMaxMillis, other.lagMaxMillis));
    }

    EventCounts plusUnreadable(long records) {
        return plus(new EventCounts(records, 0, 0, 0, 0, records, 0, 0, 0));
    }
}
