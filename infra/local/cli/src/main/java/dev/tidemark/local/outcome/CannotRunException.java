package dev.tidemark.local.outcome;

import org.jspecify.annotations.Nullable;

/**
 * A command could not do its work: exit code 3, never mixed up with a result that differs.
 *
 * <p>The message is for a person: one or more sentences saying what is wrong, where, and what to do about it. It is printed
 * as it is, without a stack trace.
 */
public final class CannotRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotRunException(String message) {
        super(message);
    }

    public CannotRunException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
