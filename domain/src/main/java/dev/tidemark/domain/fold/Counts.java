package dev.tidemark.domain.fold;

/**
 * How much a shard, or a step of it, has taken in.
 *
 * @param records all, of every kind
 * @param events in all records, duplicates included
 * @param duplicates among the events
 * @param controls control records
 * @param quarantined records that could not be processed
 */
public record Counts(long records, long events, long duplicates, long controls, long quarantined) {

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    /** Both together. */
    public Counts plus(Counts other) {
        return new Counts(
                records + other.records,
                events + other.events,
                duplicates + other.duplicates,
                controls + other.controls,
                quarantined + other.quarantined);
    }
}
