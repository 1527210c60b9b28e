package dev.tidemark.batch.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
 * @param inversions first occurrences whose time is earlier than that of the one before them on their device's own clock, which
 *     another request brought, by {@code timeQuality}
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
        SortedMap<String, Long> inversions,
        @JsonIgnore long lagMaxMillis) {

    /**
     * Repeated occurrences.
     *
     * @param withinHorizon that the stream knew
     * @param beyondHorizon that the stream had forgotten
     */
    public record Duplicates(long withinHorizon, long beyondHorizon) {}

    /** Of no event. */
    public static final EventCounts NONE =
            new EventCounts(0, 0, 0, new Duplicates(0, 0), 0, 0, 0, 0, new TreeMap<>(), 0);

    public EventCounts {
        inversions = Collections.unmodifiableSortedMap(new TreeMap<>(inversions));
    }

    /** The inversions of all qualities. */
    public long inverted() {
        return inversions.values().stream().mapToLong(Long::longValue).sum();
    }

    /** With so many more inversions. */
    EventCounts plusInversions(String quality, long events) {
        return plus(
                new EventCounts(0, 0, 0, new Duplicates(0, 0), 0, 0, 0, 0, new TreeMap<>(Map.of(quality, events)), 0));
    }

    /** Both together. */
    public EventCounts plus(EventCounts other) {
        SortedMap<String, Long> both = new TreeMap<>(inversions);
        other.inversions.forEach((quality, count) -> both.merge(quality, count, Long::sum));
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
                both,
                Math.max(lagMaxMillis, other.lagMaxMillis));
    }

    EventCounts plusUnreadable(long records) {
        return plus(new EventCounts(records, 0, 0, new Duplicates(0, 0), 0, records, 0, 0, new TreeMap<>(), 0));
    }
}
