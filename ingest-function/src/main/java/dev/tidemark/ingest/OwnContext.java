package dev.tidemark.ingest;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Keeps a request on the event loop that it came in on. */
final class OwnContext {

    private OwnContext() {}

    /**
     * The same, but what follows is done on the Vert.x context of the caller, if he has one. An event loop that settles a
     * call must not go through the requests of another, whose data are in that other core's cache.
     */
    static <T> Uni<T> continueOn(Uni<T> uni) {
        Context context = Vertx.currentContext();
        return context == null ? uni : uni.emitOn(task -> context.runOnContext(ignored -> task.run()));
    }
}
