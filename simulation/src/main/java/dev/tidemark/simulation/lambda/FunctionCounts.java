package dev.tidemark.simulation.lambda;

/** What happened to a function's invocations. */
public final class FunctionCounts {

    long invocations;
    long errors;
    long timeouts;
    long died;
    long killed;

    FunctionCounts() {}

    public long invocations() {
        return invocations;
    }

    /** Function errors: it threw. */
    public long errors() {
        return errors;
    }

    public long timeouts() {
        return timeouts;
    }

    public long died() {
        return died;
    }

    /** All that were no answer; CloudWatch counts them as {@code Errors}. */
    public long failed() {
        return errors + timeouts + died;
    }

    @Override
    public String toString() {
        return invocations + " invocations, " + errors + " errors, " + timeouts + " time-outs, " + died + " died";
    }
}
