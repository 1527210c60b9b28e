package dev.tidemark.batch;

/** How the command ends. "Differs" and "could not compare" are never one code. */
public enum ExitCode {
    /** Every difference is explained. */
    PASS(0),
    /** Something is unexplained, or a threshold failed. */
    DIFFERENCE(1),
    /** Explained, but worth a look. */
    WARNING(2),
    /** Nothing was compared. */
    COULD_NOT_RUN(3),
    /** Computed and compared, but not published. */
    NOT_PUBLISHED(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The process's exit code. */
    public int code() {
        return code;
    }
}
