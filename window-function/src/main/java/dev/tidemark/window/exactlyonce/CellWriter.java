package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.CellDelta;
import dev.tidemark.domain.fold.CellKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Brings one step's deltas into the grid, many cells at a time. For each cell: fold onto what is known of it, write the
 * whole on the condition that this is what is stored; if not, fold onto what is stored only what comes after its sequence
 * number, and try again. A cell that holds the step already is left alone.
 */
final class CellWriter {

    private static final int MOST_TRIES = 20;

    private final CellStore store;
    private final Executor executor;

    CellWriter(CellStore store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    /**
     * Writes them all and remembers each in the cache as it is stored. When one fails the rest is still waited for.
     *
     * @throws RuntimeException of the first write that failed
     */
    void write(String shardId, Map<CellKey, CellDelta> deltas, CellCache cache) {
        List<CompletableFuture<Void>> writes = new ArrayList<>(deltas.size());
        deltas.forEach((key, delta) -> {
            CellStore.StoredCell known = cache.get(key);
            writes.add(CompletableFuture.supplyAsync(() -> write(shardId, key, delta, known), executor)
                    .thenAccept(stored -> cache.put(key, stored)));
        });
        try {
            CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private CellStore.StoredCell write(String shardId, CellKey key, CellDelta delta, CellStore.StoredCell known) {
        CellStore.StoredCell base = known;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (!delta.isAfter(base.sequence())) {
                return base;
            }
            CellStore.StoredCell next =
                    new CellStore.StoredCell(delta.lastSequence(), delta.onto(base.measures(), base.sequence()));
            CellStore.CellWrite outcome = store.write(shardId, key, next, base.sequence());
            if (outcome instanceof CellStore.Conflict conflict) {
                base = conflict.stored();
            } else {
                return next;
            }
        }
        throw new IllegalStateException("cell " + key + " of " + shardId + " changed under " + MOST_TRIES
                + " writes: the shard has more than one writer");
    }
}
