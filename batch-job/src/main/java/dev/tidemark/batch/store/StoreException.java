package dev.tidemark.batch.store;

/** Object or item storage did not do what was asked of it. The message says what was asked. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
