package dev.tidemark.batch;

/** The job cannot run; the message says why, to a person. */
public final class CannotRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotRunException(String message) {
        super(message);
    }
}
