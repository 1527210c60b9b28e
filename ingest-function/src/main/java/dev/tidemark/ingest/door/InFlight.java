package dev.tidemark.ingest.door;

import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.wire.OnTheWire;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Requests under way: so many at most, and so that a server that is told to end ends after the last of them, and what is left
 * of each. Those for documents, which are large and shown to anybody, have a small bound of their own, and are under way until
 * their answers are on the wire. Those for health have none: whoever asks whether a full server lives is told that it does.
 */
@Singleton
class InFlight {

    private static final Logger LOG = Logger.getLogger(InFlight.class);
    private static final int AFTER_THE_STAMPS = 9_500;
    private static final int LOOK_EVERY_MILLIS = 20;

    private static final String OWN = "/q/";
    private static final String HEALTH = "/q/health";

    /** Requests for documents (API, its page, metrics) at once. */
    static final int MOST_DOCUMENTS = 32;

    private final int most;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger documents = new AtomicInteger();
    private volatile boolean draining;

    InFlight(IngestConfig config) {
        this.most = config.http().requests();
    }

    void register(@Observes Filters filters) {
        filters.register(this::count, AFTER_THE_STAMPS);
    }

    private void count(RoutingContext context) {
        HttpServerRequest request = context.request();
        // A target that cannot be read is no address of these, and is refused further on.
        String path = Addresses.mayBeRead(request.uri()) ? context.normalizedPath() : "";
        boolean forHealth = path.startsWith(HEALTH);
        boolean isOneTooMany = !forHealth && requests.incrementAndGet() > most;
        AtomicBoolean over = new AtomicBoolean(forHealth);
        context.addEndHandler(end -> {
            end(requests, over);
            if (end.succeeded()) {
                Connections.discardRest(request);
            }
            // Else the connection is gone, and whoever reads the body is told so next.
        });
        if (Connections.hasOne(request) && !Connections.isStream(request)) {
            // Vert.x reports no end of an answer whose connection is gone, so the connection's end is listened for. Of
            // a stream it does; and a connection has one close handler for all its streams.
            request.connection().closeHandler(gone -> end(requests, over));
        }
        if (draining) {
            Connections.endAfter(request);
            refuse(context, "the server is about to end");
        } else if (isOneTooMany) {
            refuse(context, "too many requests at once");
        } else if (path.startsWith(OWN) && !forHealth && !beginDocument(context, over)) {
            refuse(context, "too many requests for documents at once");
        } else {
            context.next();
        }
    }

    private static void refuse(RoutingContext context, String why) {
        Problems.send(context, Problem.of(ProblemType.UNAVAILABLE, why));
    }

    private static void end(AtomicInteger counted, AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            counted.decrementAndGet();
        }
    }

    /** Whether there may be one more. */
    private boolean beginDocument(RoutingContext context, AtomicBoolean over) {
        if (documents.incrementAndGet() > MOST_DOCUMENTS) {
            documents.decrementAndGet();
            return false;
        }
        HttpServerRequest request = context.request();
        if (!Connections.hasOne(request)) {
            context.addEndHandler(end -> documents.decrementAndGet());
        } else if (Connections.isStream(request)) {
            // Told of every stream; to whoever waits for the end of a request its end is told as well.
            request.response().closeHandler(closed -> documents.decrementAndGet());
        } else {
            AtomicBoolean shown = new AtomicBoolean();
            context.addEndHandler(end -> OnTheWire.after(request.connection(), () -> end(documents, shown)));
            request.connection().closeHandler(gone -> {
                end(requests, over);
                end(documents, shown);
            });
        }
        return true;
    }

    /** How many there are. */
    int underWay() {
        return requests.get();
    }

    /** Refuses further requests and waits for those under way. */
    void drain(Duration longest) throws InterruptedException {
        draining = true;
        long end = System.nanoTime() + longest.toNanos();
        while (requests.get() > 0 && System.nanoTime() < end) {
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        if (requests.get() > 0) {
            LOG.warnf("%d requests are cut off", requests.get());
        }
    }
}
