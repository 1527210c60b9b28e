package dev.tidemark.batch.state;

/** The published run has left a state that this release does not read; the message says so, and the way out, to a person. */
public final class StateFormatException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StateFormatException(String run, int format) {
        super("the state that run " + run + " has left is of format " + format + ", and this release reads format "
                + StateFormat.VERSION
                + ": it goes on from nothing once the item 'published' / 'current' of the table of"
                + " corrections is deleted, and then computes every day again whose cells are still there");
    }
}
