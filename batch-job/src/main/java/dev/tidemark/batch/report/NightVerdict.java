package dev.tidemark.batch.report;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.tidemark.platform.ExitCode;
import java.util.List;

/** What a run comes to. */
public enum NightVerdict {
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

    NightVerdict(String wireName, ExitCode exitCode) {
        this.wireName = wireName;
        this.exitCode = exitCode;
    }

    /** The name in reports. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** The exit code of a run that comes to this and is published. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** The worse of two, in the order fail, notComparable, warn, pass. */
    public NightVerdict and(NightVerdict other) {
        for (NightVerdict graver : List.of(FAIL, NOT_COMPARABLE, WARN)) {
            if (this == graver || other == graver) {
                return graver;
            }
        }
        return PASS;
    }
}
