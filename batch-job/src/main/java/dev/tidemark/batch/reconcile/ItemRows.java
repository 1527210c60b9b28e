package dev.tidemark.batch.reconcile;

/**
 * Takes what is found of the stream and makes rows of what the days need.
 *
 * @param <F> what is found
 */
interface ItemRows<F> extends AutoCloseable {

    /** Takes one, whatever it is. */
    void take(F found);

    @Override
    void close();
}
