package dev.tidemark.domain.event;

/**
 * The instants that a record of the log may have, {@code [1000-01-01, 9000-01-01)}. Windows and marks reach centuries
 * beyond an event, and must be instants that {@link IsoInstant} can write, too. Ingestion rejects instants outside;
 * readers of the log rely on it.
 */
public final class InstantRange {

    /** The first instant, in milliseconds since the epoch. */
    public static final long FIRST_MILLIS = IsoInstant.parse("1000-01-01T00:00:00Z");

    /** The first instant behind the last, in milliseconds since the epoch. */
    public static final long END_MILLIS = IsoInstant.parse("9000-01-01T00:00:00Z");

    private InstantRange() {}

    /** Whether a record may have it. {@link IsoInstant#UNREADABLE} is none that one may have. */
    public static boolean contains(long millis) {
        return millis >= FIRST_MILLIS && millis < END_MILLIS;
    }
}
