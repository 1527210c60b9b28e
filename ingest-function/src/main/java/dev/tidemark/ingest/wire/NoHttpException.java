package dev.tidemark.ingest.wire;

/** What breaks the rules of HTTP. The message says which, and may be shown to whoever sent it. */
public final class NoHttpException extends Exception {
    private static final long serialVersionUID = 1;

    NoHttpException(String message) {
        super(message, null, false, false);
    }
}
