package dev.tidemark.local.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The local runtime, or what runs on it, cannot start or go on. The message says what is wrong, where, and what to do about it; it is meant
 * for the person at the command line and needs no stack trace beside it.
 */
public final class LocalRuntimeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, for callers that answer different problems with different exit codes. */
    public enum RuntimeProblem {
        /** Another program listens on a port that was asked for. */
        PORT_IN_USE,
        /** Node is not on the path, or older than the Kinesis emulator needs. */
        NODE,
        /** This operating system cannot run the functions. */
        PLATFORM,
        /** Something that the build makes is missing: a function's zip, the emulators' jars. */
        NOT_BUILT,
        /** The data directory cannot be created or written. */
        DATA_DIRECTORY,
        /** Another process holds the data directory. */
        DATA_DIRECTORY_IN_USE,
        /** A child process did not start, or ended while it was needed. */
        CHILD_PROCESS,
        /** A function that was called for its effect failed. */
        FUNCTION,
        /** An answer did not come in the time allowed. */
        TIMEOUT
    }

    private final RuntimeProblem problem;

    public LocalRuntimeException(RuntimeProblem problem, String message) {
        this(problem, message, null);
    }

    public LocalRuntimeException(RuntimeProblem problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public RuntimeProblem problem() {
        return problem;
    }
}
