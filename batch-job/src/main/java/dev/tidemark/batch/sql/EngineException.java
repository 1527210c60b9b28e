package dev.tidemark.batch.sql;

/** The engine refused or could not finish a statement. The message has both. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
