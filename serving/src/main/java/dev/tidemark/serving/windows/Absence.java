package dev.tidemark.serving.windows;

import java.util.Optional;

/** Why there is nothing to tell. */
public sealed interface Absence {

    /** Nothing came for these windows, or for the key. */
    record Empty() implements Absence {}

    /**
     * The view does not cover them, as far as anybody knows: they lie before the first day that the batch has in its books for this
     * version, or it has none.
     *
     * @param firstDay that it has, {@code 2026-11-20}
     */
    record NotCovered(Optional<String> firstDay) implements Absence {}

    /**
     * The tables have let go what they were made of, of all or of a part; the report of their day has them.
     *
     * @param report day of a report, {@code 2026-11-20}, where the first or the last day has one
     */
    record Expired(Optional<String> report) implements Absence {}

    /**
     * They are still to come, or, where the question begins before, nothing came up to there and the others are.
     *
     * @param frontierMillis up to where the layer knows anything, or {@link dev.tidemark.domain.watermark.Watermarks#UNKNOWN}
     */
    record NotYet(long frontierMillis) implements Absence {}
}
