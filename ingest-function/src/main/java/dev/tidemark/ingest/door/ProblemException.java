package dev.tidemark.ingest.door;

/** Ends a request with a problem document. Carries no stack trace: it is an answer, not a bug. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.type().title(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
