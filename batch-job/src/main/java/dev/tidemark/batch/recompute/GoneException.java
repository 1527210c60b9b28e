package dev.tidemark.batch.recompute;

/** A day was asked for whose records are not kept any more; the message says which, to a person. */
public final class GoneException extends RuntimeException {

    private static final long serialVersionUID = 1;

    GoneException(String message) {
        super(message);
    }
}
