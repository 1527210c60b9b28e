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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bodies within their bounds. All that are held at once have one budget, and those of requests that have shown no key a
 * small one apart, and are so many at most, lest those that drip take the place of all others; each has a deadline. A small body is handed on where it arrives. A large one, or one to be decoded, goes to
 * one thread a core: what decoding and reading take beside the body itself is then taken so many times at most, and no event
 * loop waits for it. All those without a key go to one thread of their own: however much is made of little there, neither an
 * event loop nor a body with a key waits for a stranger's.
 */
@Singleton
class Bodies {

    private static final int HANDED_ON_AT_ONCE = 64 << 10;

    private final ByteBudget keyed;
    private final ByteBudget keyless;
    private final int mostKeyless;
    private final AtomicInteger keylessNow = new AtomicInteger();
    private final Duration deadline;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("large-body", true));
    private final ExecutorService strangers =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("keyless-body", true));

    Bodies(IngestConfig config) {
        this.keyed = new ByteBudget(config.http().bodyBytes());
        this.keyless = new ByteBudget(config.http().keylessBodyBytes());
        this.mostKeyless = config.http().keylessRequests();
        this.deadline = config.http().bodyDeadline();
    }

    /** Bytes of the budget of requests with a key that nobody holds. */
    long bytesLeft() {
        return keyed.left();
    }

    /**
     * The decoded body, to be {@linkplain Body#close closed}.
     *
     * @param hasKey whether the request has shown an accepted key
     * @param gzipMayBeUnsaid whether a body that begins as gzip does is, whatever its headers say
     * @return fails with a {@link ProblemException} if the body is too large, too slow or broken, or there is no room for
     *     it
     * @throws ProblemException if the encoding is not supported, the body said to be too large, or one too many without a key
     */
    Uni<Body> read(HttpServerRequest request, boolean hasKey, boolean gzipMayBeUnsaid) {
        if (hasKey) {
            return decoded(request, true, gzipMayBeUnsaid);
        }
        Uni<Body> body = decoded(request, false, gzipMayBeUnsaid);
        if (keylessNow.incrementAndGet() > mostKeyless) {
            keylessNow.decrementAndGet();
            throw Problem.of(ProblemType.UNAVAILABLE, "too many requests at once that show their key in the body alone")
                    .toException();
        }
        return body.onTermination().invoke(keylessNow::decrementAndGet);
    }

    private Uni<Body> decoded(HttpServerRequest request, boolean hasKey, boolean gzipMayBeUnsaid) {
        ByteBudget budget = hasKey ? keyed : keyless;
        ContentEncoding said = ContentEncoding.of(request.getHeader("Content-Encoding"));
        Uni<Body> sent = BodyReader.read(request, new Body(budget, SizeLimits.BODY_BYTES), deadline);
        return sent.flatMap(body -> {
            ContentEncoding encoding =
                    gzipMayBeUnsaid && ContentEncoding.beginsAsGzip(body.bytes()) ? ContentEncoding.GZIP : said;
            if (hasKey && encoding == ContentEncoding.IDENTITY && body.length() <= HANDED_ON_AT_ONCE) {
                return Uni.createFrom().item(body);
            }
            return Uni.createFrom()
                    .item(() -> encoding == ContentEncoding.IDENTITY ? body : decode(encoding, body, budget))
                    .runSubscriptionOn(hasKey ? workers : strangers);
        });
    }

    private static Body decode(ContentEncoding encoding, Body sent, ByteBudget budget) {
        Body decoded = new Body(budget, SizeLimits.INFLATED_BYTES);
        try (sent) {
            encoding.decode(sent.bytes(), decoded);
            return decoded;
        } catch (RuntimeException e) {
            decoded.close();
            throw e;
        }
    }
}
