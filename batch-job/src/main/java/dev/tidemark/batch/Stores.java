package dev.tidemark.batch;

import dev.tidemark.batch.store.Clients;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;

/** The stores of one process. */
record Stores(ObjectStore objects, ItemStore items) {

    static Stores of(Settings settings) {
        return new Stores(Clients.objects(settings.bucket()), Clients.items(settings.tables()));
    }
}
