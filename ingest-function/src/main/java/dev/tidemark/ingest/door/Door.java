package dev.tidemark.ingest.door;

import dev.tidemark.ingest.Ingestion;
import dev.tidemark.ingest.model.Arrival;
import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.Sent;
import dev.tidemark.ingest.reading.UnreadableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one way in, whatever is spoken: the key, the body within its bounds, what the protocol reads of it, the limits of
 * its devices, the log, and the protocol's answer.
 */
@Singleton
public class Door {

    private final ApiKeys keys;
    private final Bodies bodies;
    private final Guests guests;
    private final RateLimits limits;
    private final Ingestion ingestion;
    private final InstantSource clock;

    Door(ApiKeys keys, Bodies bodies, Guests guests, RateLimits limits, Ingestion ingestion, InstantSource clock) {
        this.keys = keys;
        this.bodies = bodies;
        this.guests = guests;
        this.limits = limits;
        this.ingestion = ingestion;
        this.clock = clock;
    }

    /**
     * Takes a request.
     *
     * @param address by which {@linkplain Guest other protocols} share it
     * @param host who speaks there, unless it is a guest
     */
    public Uni<Response> take(RoutingContext context, String address, Supplier<Protocol<?>> host) {
        Arrival arrival = Stamps.of(context);
        HttpServerRequest request = context.request();
        Optional<Protocol<?>> guest = guests.byHeaders(address, request);
        Protocol<?> spoken = guest.isPresent() ? guest.get() : host.get();
        try {
            Optional<String> key = KeyInPath.of(context).or(() -> spoken.keyOf(request));
            if (key.isPresent() || !spoken.keyMayBeInBody()) {
                keys.require(key);
            }
            return toItsEnd(bodies.read(request, key.isPresent(), spoken.bodyMayBeGzipUnsaid())
                    .flatMap(body -> {
                        // By the time this returns the events are in records, and nothing points into the body.
                        try (body) {
                            Protocol<?> speaker = guest.isPresent()
                                    ? spoken
                                    : guests.byMembers(address, request, body.bytes())
                                            .orElse(spoken);
                            return take(speaker, body.bytes(), key, arrival, Receipt.isWantedFull(request));
                        }
                    })
                    .onFailure(ProblemException.class)
                    .recoverWithItem(e -> refused(spoken, ((ProblemException) e).problem())));
        } catch (ProblemException e) {
            return Uni.createFrom().item(refused(spoken, e.problem()));
        }
    }

    /**
     * What is begun comes to its end, whether or not its caller still waits: Quarkus cancels the answer of a connection that is gone,
     * and a body that is handed from thread to thread just then would never be closed.
     */
    private static Uni<Response> toItsEnd(Uni<Response> answer) {
        return Uni.createFrom().emitter(to -> answer.subscribe().with(to::complete, to::fail));
    }

    /** Shows a document to whoever has a key. */
    public Response show(RoutingContext context, Answer document) {
        Stamps.of(context);
        try {
            keys.require(KeyInPath.of(context).or(() -> Keys.inHeaders(context.request())));
            return document.toResponse();
        } catch (ProblemException e) {
            return Answer.of(e.problem()).toResponse();
        }
    }

    private <S extends Sent> Uni<Response> take(
            Protocol<S> spoken, byte[] body, Optional<String> key, Arrival arrival, boolean full) {
        S sent;
        try {
            sent = spoken.read(body);
            if (key.isEmpty()) {
                keys.require(sent.key());
            }
        } catch (UnreadableException e) {
            return Uni.createFrom().item(refused(spoken, Problem.of(e)));
        } catch (ProblemException e) {
            return Uni.createFrom().item(refused(spoken, e.problem()));
        }
        List<EnvelopeDraft> drafts = sent.drafts();
        BitSet tooSoon = limits.tooSoon(drafts);
        return ingestion.take(drafts, sent.ignored(), tooSoon, arrival, full).map(verdicts -> spoken.answer(
                        sent, verdicts, new Receipt(arrival, clock.millis(), full))
                .toResponse());
    }

    private static Response refused(Protocol<?> spoken, Problem problem) {
        return spoken.refuse(problem).toResponse();
    }
}
