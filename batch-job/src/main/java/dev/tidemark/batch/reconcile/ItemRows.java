package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.store.Item;

/** Takes items of the stream and makes rows of those that the days need. */
interface ItemRows extends AutoCloseable {

    /** Takes one, whatever it is. */
    void take(Item item);

    @Override
    void close();
}
