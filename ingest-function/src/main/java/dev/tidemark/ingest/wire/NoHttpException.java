package dev.tidemark.ingest.wire;

import org.jspecify.annotations.Nullable;

/** What breaks the rules of HTTP. The message says which, and may be shown to whoever sent it. */
public final class NoHttpException extends Exception {
    private static final long serialVersionUID = 1;

    NoHttpException(String message) {
        super(message, null, false, false);
    }

    /** What a stranger is told of why a request was not decoded: of a decoder's own exceptions, nothing. */
    public static @Nullable String tellable(Throwable cause) {
        return cause instanceof NoHttpException ? cause.getMessage() : null;
    }
}
