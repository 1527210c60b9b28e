package dev.tidemark.batch;

import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.batch.store.SdkStores;

/** The stores of one process. */
record Stores(ObjectStore objects, ItemStore items) {

    static Stores of(BatchSettings settings) {
        return new Stores(SdkStores.objects(settings.bucket()), SdkStores.items(settings.tables()));
    }
}
