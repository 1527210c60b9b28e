package dev.tidemark.batch.report;

import dev.tidemark.batch.ExitCode;
import java.util.List;

/** What a run comes to. */
public enum Verdict {
    /** Every difference is explained. */
    PASS("pass", ExitCode.PASS),
    /** Every difference is explained, but a cause is one that somebody should look at. */
    WARN("warn", ExitCode.WARNING),
    /** Something is unexplained, or a fault was found. */
    FAIL("fail", ExitCode.DIFFERENCE),
    /** The stream's items have expired, so there is nothing to compare with. */
    NOT_COMPARABLE("notComparable", ExitCode.COULD_NOT_RUN);

    private final String wireName;
    private final ExitCode exitCode;

    Verdict(String wireName, ExitCode exitCode) {
        this.wireName = wireName;
        this.exitCode = exitCode;
    }

    /** The name in reports. */
    public String wireName() {
        return wireName;
    }

    /** The exit code of a run that comes to this and is published. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** The graver of two. What is found is graver than what cannot be known. */
    public Verdict and(Verdict other) {
        for (Verdict graver : List.of(FAIL, NOT_COMPARABLE, WARN)) {
            if (this == graver || other == graver) {
                return graver;
            }
        }
        return PASS;
    }
}
