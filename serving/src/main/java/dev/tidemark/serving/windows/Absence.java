package dev.tidemark.serving.windows;

/** Why there is nothing to tell. */
public sealed interface Absence {

    /** Nothing came for these windows, or for the key. */
    record Empty() implements Absence {}

    /**
     * The view does not cover them: they lie before the first day that the batch has in its books for this version.
     *
     * @param firstDay that it has, {@code 2026-11-20}
     */
    record NotCovered(String firstDay) implements Absence {}

    /**
     * They were there, and the tables have let them go; the report of their day has them.
     *
     * @param day {@code 2026-11-20}
     */
    record Expired(String day) implements Absence {}

    /**
     * They are still to come.
     *
     * @param frontierMillis up to where the layer knows anything, or {@link dev.tidemark.domain.watermark.Watermarks#UNKNOWN}
     */
    record NotYet(long frontierMillis) implements Absence {}
}
