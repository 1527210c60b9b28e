package dev.tidemark.batch.store;

import dev.tidemark.platform.item.StoredItem;
import java.util.Optional;

/**
 * What became of a write under a condition.
 *
 * @param <T> the kind of item
 */
public sealed interface PutOutcome<T extends StoredItem> {

    /** The item is written. */
    record PutDone<T extends StoredItem>() implements PutOutcome<T> {}

    /** The condition does not hold for what is stored; empty for nothing. */
    record PutRefused<T extends StoredItem>(Optional<T> stored) implements PutOutcome<T> {}
}
