package dev.tidemark.platform;

/** How a command ends. 1 says that numbers differ, 3 that nothing was compared. */
public enum ExitCode {
    /** Done, and every difference is explained. */
    PASS(0),
    /** Something is unexplained, or a threshold failed. */
    DIFFERENCE(1),
    /** Done, and explained, but something is worth a look. */
    WARNING(2),
    /** Nothing was compared: wrong options, something missing, something in the way. */
    COULD_NOT_RUN(3),
    /** Computed and compared, but not published. */
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
