package dev.tidemark.ingest.door;

import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.model.SizeLimits;
import dev.tidemark.ingest.wire.ByteBudget;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Bodies within their bounds. All that are held at once have one budget. Those of requests that have shown no key have a small
 * one apart, and are so many at most: where there is no room, those that drip give way ({@link KeylessPlaces}). Each has a
 * deadline. A small body is handed on where it arrives. A large one, or one to be decoded, goes to one thread a core: what
 * decoding and reading take beside the body itself is then taken so many times at most, and no event loop waits for it. All those without a key go to one thread of their own: however much is made of little there, neither an
 * event loop nor a body with a key waits for a stranger's.
 */
@Singleton
class Bodies {

    private static final int HANDED_ON_AT_ONCE = 64 << 10;

    private final ByteBudget keyed;
    private final ByteBudget keyless;
    private final KeylessPlaces places;
    private final Duration deadline;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("large-body", true));
    private final ExecutorService strangers =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("keyless-body", true));

    Bodies(IngestConfig config) {
        this.keyed = new ByteBudget(config.http().bodyBytes());
        this.keyless = new ByteBudget(config.http().keylessBodyBytes());
        this.places = new KeylessPlaces(config.http().keylessRequests());
        this.deadline = config.http().bodyDeadline();
    }

    /** Bytes of both budgets that nobody holds. */
    long bytesLeft() {
        return keyed.left() + keyless.left();
    }

    /** How many bodies without a key are held. */
    int keylessUnderWay() {
        return places.taken();
    }

    /**
     * The decoded body, to be {@linkplain Body#close closed}: who asks for it waits for it, and does not cancel.
     *
     * @param hasKey whether the request has shown an accepted key
     * @param gzipMayBeUnsaid whether a body that begins as gzip does is, whatever its headers say
     * @return fails with a {@link ProblemException} if the body is too large, too slow or broken, or there is no room for
     *     it
     * @throws ProblemException if the encoding is not supported, the body said to be too large, or one too many without a key
     */
    Uni<Body> read(HttpServerRequest request, boolean hasKey, boolean gzipMayBeUnsaid) {
        ContentEncoding said = ContentEncoding.of(request.getHeader("Content-Encoding"));
        return hasKey ? readKeyed(request, said, gzipMayBeUnsaid) : readKeyless(request, said, gzipMayBeUnsaid);
    }

    private Uni<Body> readKeyed(HttpServerRequest request, ContentEncoding said, boolean gzipMayBeUnsaid) {
        Runnable nobodyGivesWay = () -> {};
        return new BodyReader(request, new Body(keyed, SizeLimits.BODY_BYTES, nobodyGivesWay), deadline)
                .read()
                .flatMap(body -> {
                    ContentEncoding encoding = encoding(body, said, gzipMayBeUnsaid);
                    if (encoding == ContentEncoding.IDENTITY && body.length() <= HANDED_ON_AT_ONCE) {
                        return Uni.createFrom().item(body);
                    }
                    return decoded(body, encoding, new Body(keyed, SizeLimits.INFLATED_BYTES, nobodyGivesWay), workers);
                });
    }

    private Uni<Body> readKeyless(HttpServerRequest request, ContentEncoding said, boolean gzipMayBeUnsaid) {
        BodyReader reader =
                new BodyReader(request, new Body(keyless, SizeLimits.BODY_BYTES, places::displaceOldest), deadline);
        KeylessPlaces.Place place = places.take(reader::giveWay).orElseThrow(() -> Problem.of(
                        ProblemType.UNAVAILABLE, "too many requests at once that show their key in the body alone")
                .toException());
        return reader.read()
                .invoke(place::arrived)
                .flatMap(body -> decoded(
                        body,
                        encoding(body, said, gzipMayBeUnsaid),
                        new Body(keyless, SizeLimits.INFLATED_BYTES, places::displaceOldest),
                        strangers))
                .onTermination()
                .invoke(place::leave);
    }

    private static ContentEncoding encoding(Body body, ContentEncoding said, boolean gzipMayBeUnsaid) {
        return gzipMayBeUnsaid && ContentEncoding.beginsAsGzip(body.bytes()) ? ContentEncoding.GZIP : said;
    }

    /** Handed on by one of these threads, decoded if it has to be. */
    private static Uni<Body> decoded(Body sent, ContentEncoding encoding, Body empty, ExecutorService threads) {
        return Uni.createFrom()
                .item(() -> encoding == ContentEncoding.IDENTITY ? sent : decode(encoding, sent, empty))
                .runSubscriptionOn(threads);
    }

    private static Body decode(ContentEncoding encoding, Body sent, Body decoded) {
        try (sent) {
            encoding.decode(sent.bytes(), decoded);
            return decoded;
        } catch (RuntimeException e) {
            decoded.close();
            throw e;
        }
    }
}
