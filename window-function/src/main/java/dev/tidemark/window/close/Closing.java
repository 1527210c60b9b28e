package dev.tidemark.window.close;

import dev.tidemark.window.exactlyonce.BatchOutcome;
import java.util.Collection;
import org.jboss.logging.Logger;

/**
 * When windows are closed: every minute, and after each batch that has moved a shard's watermark. Both do the same: what a
 * batch could not publish, the next batch or tick publishes.
 */
public final class Closing {

    private static final Logger LOG = Logger.getLogger(Closing.class);

    private final Closer closer;

    public Closing(Closer closer) {
        this.closer = closer;
    }

    /** What came of closing behind batches. */
    public sealed interface ClosingOutcome {}

    /** No watermark has moved. */
    public record NothingMoved() implements ClosingOutcome {}

    /** Everything up to the global watermark is published. */
    public record PanesPublished(Closer.Closed closed) implements ClosingOutcome {}

    /** A store failed. The batches are applied all the same, and the next batch or tick publishes what is due. */
    public record PutOff(RuntimeException cause) implements ClosingOutcome {}

    /**
     * Closes everything that is due.
     *
     * @throws RuntimeException if a store fails; what is not published yet is then published by the next who closes
     */
    public Closer.Closed everything() {
        return closer.close();
    }

    /** Closes what these batches have completed, as far as they have. */
    public ClosingOutcome behind(Collection<BatchOutcome> batches) {
        if (batches.stream().noneMatch(Closing::moved)) {
            return new NothingMoved();
        }
        try {
            return new PanesPublished(closer.closeAfterBatch());
        } catch (RuntimeException e) {
            LOG.warn("closing after a batch failed; the tick will close", e);
            return new PutOff(e);
        }
    }

    private static boolean moved(BatchOutcome batch) {
        return batch instanceof BatchOutcome.Applied applied
                && !applied.after()
                        .time()
                        .watermarks()
                        .equals(applied.before().time().watermarks());
    }
}
