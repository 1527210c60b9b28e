package dev.tidemark.local.outcome;

/** What a command ends with. "Differs" and "could not compare" are never one code. */
public enum ExitCode {
    /** Done, and nothing to report. */
    PASS(0),
    /** An unexplained difference, or a threshold that failed. */
    DIFFERENCE(1),
    /** Done, and something to look at. */
    WARNING(2),
    /** Not done: wrong options, something missing, something in the way. */
    COULD_NOT_RUN(3),
    /** Computed, but not published. */
    NOT_PUBLISHED(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The code of this number; a process that ended in any other way could not run. */
    public static ExitCode of(int code) {
        for (ExitCode exitCode : values()) {
            if (exitCode.code == code) {
                return exitCode;
            }
        }
        return COULD_NOT_RUN;
    }

    /** The number that the process ends with. */
    public int code() {
        return code;
    }
}
