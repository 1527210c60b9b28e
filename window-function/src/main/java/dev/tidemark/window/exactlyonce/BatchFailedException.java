package dev.tidemark.window.exactlyonce;

/** A batch that could not be applied to its end. What was applied before stays applied. */
public final class BatchFailedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String firstUnprocessed;

    public BatchFailedException(String firstUnprocessed, Throwable cause) {
        super("nothing is applied from record " + firstUnprocessed + " on: " + cause, cause);
        this.firstUnprocessed = firstUnprocessed;
    }

    /** Padded sequence number of the first record that is to be delivered again. */
    public String firstUnprocessed() {
        return firstUnprocessed;
    }
}
