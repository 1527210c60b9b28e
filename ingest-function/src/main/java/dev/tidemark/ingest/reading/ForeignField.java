package dev.tidemark.ingest.reading;

/** What stands at a place of a stranger's JSON. */
public sealed interface ForeignField permits ForeignField.Missing, Scalar, ForeignField.Structure {

    /** Nothing: no such member, or {@code null}. */
    ForeignField MISSING = new Missing();

    /** An object or an array. */
    ForeignField STRUCTURE = new Structure();

    /** Nothing. */
    record Missing() implements ForeignField {}

    /** An object or an array, of which nothing was kept. */
    record Structure() implements ForeignField {}

    /** Whether there is anything, right or wrong. */
    default boolean isPresent() {
        return !(this instanceof Missing);
    }

    /** This one, or if there is nothing, the other. */
    default ForeignField or(ForeignField other) {
        return isPresent() ? this : other;
    }
}
