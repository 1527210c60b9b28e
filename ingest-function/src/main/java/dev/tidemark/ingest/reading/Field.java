package dev.tidemark.ingest.reading;

/** What stands at a place of a stranger's JSON. */
public sealed interface Field permits Field.Missing, Scalar, Field.Structure {

    /** Nothing: no such member, or {@code null}. */
    Field MISSING = new Missing();

    /** An object or an array. */
    Field STRUCTURE = new Structure();

    /** Nothing. */
    record Missing() implements Field {}

    /** An object or an array, of which nothing was kept. */
    record Structure() implements Field {}

    /** Whether there is anything, right or wrong. */
    default boolean isPresent() {
        return !(this instanceof Missing);
    }

    /** This one, or if there is nothing, the other. */
    default Field or(Field other) {
        return isPresent() ? this : other;
    }
}
