package dev.tidemark.ingest.door;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Requests under way, so that a server that is told to end ends after the last of them, and what is left of each. */
@Singleton
class InFlight {

    private static final Logger LOG = Logger.getLogger(InFlight.class);
    private static final int AFTER_THE_STAMPS = 9_500;
    private static final int LOOK_EVERY_MILLIS = 20;

    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean draining;

    void register(@Observes Filters filters) {
        filters.register(this::count, AFTER_THE_STAMPS);
    }

    private void count(RoutingContext request) {
        requests.incrementAndGet();
        AtomicBoolean over = new AtomicBoolean();
        request.addEndHandler(end -> {
            end(over);
            Connections.discardRest(request.request());
        });
        if (Connections.hasOne(request.request()) && !Connections.isStream(request.request())) {
            // Of an answer that finds its connection gone no end is told. A stream's end is: the connection, which
            // tells only the
            // last who asked, need not.
            request.request().connection().closeHandler(gone -> end(over));
        }
        if (draining) {
            Connections.endAfter(request.request());
            Problems.send(request, Problem.of(ProblemType.UNAVAILABLE, "the server is about to end"));
        } else {
            request.next();
        }
    }

    private void end(AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            requests.decrementAndGet();
        }
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
