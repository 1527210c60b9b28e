package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.store.Item;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.ItemKeys;
import org.jspecify.annotations.Nullable;

/**
 * Where an item stands by its sort key.
 *
 * @param markMillis mark
 * @param earlyMillis early time, or null
 * @param key of the group
 */
record ItemPlace(long markMillis, @Nullable Long earlyMillis, String key) {

    /** Of this item. */
    static ItemPlace of(Item item) {
        String[] parts = item.sk().split("#", 3);
        Long early = parts[1].equals(ItemKeys.NO_EARLY) ? null : Long.valueOf(IsoInstant.parse(parts[1]));
        return new ItemPlace(IsoInstant.parse(parts[0]), early, parts[2]);
    }
}
