package dev.tidemark.batch;

/** The job cannot run; the message says why, to a person. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RefusedException(String message) {
        super(message);
    }
}
