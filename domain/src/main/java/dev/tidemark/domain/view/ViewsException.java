package dev.tidemark.domain.view;

/** A views file that cannot be used. The message starts with {@code file:line:} and gives the reason. */
public final class ViewsException extends Exception {
    private static final long serialVersionUID = 1;

    ViewsException(String source, int line, String reason) {
        super(source + ":" + line + ": " + reason);
    }
}
