package dev.tidemark.ingest.reading;

/** A text that is no envelope. None of its events was taken. */
public final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    /** What is wrong with the text as a whole. */
    public enum Reason {
        /** Not JSON in UTF-8, or nested too deep. */
        SYNTAX,
        /** JSON, but no envelope. */
        ENVELOPE,
        /** An envelope without a valid {@code deviceId}. */
        DEVICE,
        /** Neither an event nor a line. */
        EMPTY,
        /** More events than a body may have. */
        TOO_MANY_EVENTS
    }

    private final Reason reason;
    private final int line;
    private final int column;

    /**
     * With the place of the error.
     *
     * @param line from 1, or 0 where no place can be named
     * @param column from 1, in bytes, or 0
     */
    public UnreadableException(Reason reason, String detail, int line, int column) {
        super(detail, null, false, false);
        this.reason = reason;
        this.line = line;
        this.column = column;
    }

    /** The same in a text that begins in another line. */
    public UnreadableException atLine(int number) {
        return new UnreadableException(reason, String.valueOf(getMessage()), number, column);
    }

    public Reason reason() {
        return reason;
    }

    /** The line of the text, from 1, or 0 where no place can be named. */
    public int line() {
        return line;
    }

    /** The column of the line, from 1, or 0 where no place can be named. */
    public int column() {
        return column;
    }
}
