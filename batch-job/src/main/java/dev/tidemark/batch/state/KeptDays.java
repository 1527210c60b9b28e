package dev.tidemark.batch.state;

/**
 * From which days on records are kept, by their numbers since the epoch.
 *
 * @param computableFrom first day that can be computed: no honest event comes for one before it. It never goes back, whatever
 *     views come
 * @param recordsFrom first day of which all records are there: windows of the computable days need none before it, but for
 *     those of views with a longer reach than the views that it was reckoned with
 */
public record KeptDays(long computableFrom, long recordsFrom) {

    /** Nothing has gone yet. */
    public static final KeptDays ALL = new KeptDays(Long.MIN_VALUE, Long.MIN_VALUE);
}
