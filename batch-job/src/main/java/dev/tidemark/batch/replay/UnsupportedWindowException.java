package dev.tidemark.batch.replay;

/** A view has a kind of window that the batch does not compute. */
public final class UnsupportedWindowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsupportedWindowException(String message) {
        super(message);
    }
}
