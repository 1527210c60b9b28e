package dev.tidemark.local.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.local.outcome.CannotRunException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A fleet that posts to a server as its time passes, one request a delivery, many of them at once. With a speed above 1
 * the phones live faster: everything on them, their clocks included, happens in so much less of the world's time.
 */
public final class LiveFleet {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_AT_ONCE = 64;
    private static final int THREADS = 16;
    private static final int TRIES = 8;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final AtomicReference<@Nullable CannotRunException> failure = new AtomicReference<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();

    private final URI events;
    private final String apiKey;
    private final FleetPlan plan;
    private final double speed;
    private final Clock clock;

    /** @param speed simulated seconds in a second, {@code > 0} */
    public LiveFleet(URI server, String apiKey, FleetPlan plan, double speed, Clock clock) {
        this.events = server.resolve("/v1/events");
        this.apiKey = apiKey;
        this.plan = plan;
        this.speed = speed;
        this.clock = clock;
    }

    /**
     * Posts the whole fleet; returns when the last request has its answer.
     *
     * @throws CannotRunException if nothing listens there, or the server refuses the key
     */
    public FleetTally run() throws InterruptedException {
        Fleet fleet = new Fleet(plan);
        EnvelopeWriter writer = new EnvelopeWriter(this::realMillis);
        ExecutorService senders = Executors.newFixedThreadPool(THREADS);
        try {
            for (Delivery delivery = fleet.next(); delivery != null; delivery = fleet.next()) {
                long wait = realMillis(delivery.arrivesAtMillis()) - clock.millis();
                if (wait > 0) {
                    Thread.sleep(wait);
                }
                throwFailure();
                byte[] envelope = writer.write(delivery);
                int size = delivery.events().size();
                boolean repeats = delivery.repeats();
                places.acquire();
                senders.execute(() -> send(envelope, size, repeats));
            }
            senders.shutdown();
            if (!senders.awaitTermination(TRIES * ANSWER.toSeconds(), TimeUnit.SECONDS)) {
                throw new CannotRunException(events + " leaves requests without an answer.");
            }
            throwFailure();
            return tally();
        } finally {
            senders.shutdownNow();
        }
    }

    /** How far it has come. */
    public FleetTally tally() {
        return new FleetTally(requests.get(), accepted.get(), repeated.get(), rejected.get(), unanswered.get());
    }

    private long realMillis(long simulatedMillis) {
        return plan.startMillis() + Math.round((simulatedMillis - plan.startMillis()) / speed);
    }

    private void throwFailure() {
        CannotRunException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    private void send(byte[] envelope, int size, boolean repeats) {
        try {
            requests.incrementAndGet();
            for (int attempt = 0; attempt < TRIES; attempt++) {
                if (attempt > 0) {
                    Thread.sleep(200L << Math.min(attempt, 5));
                }
                if (isSettled(envelope, size, repeats)) {
                    return;
                }
            }
            unanswered.addAndGet(size);
        } catch (CannotRunException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            // The fleet was stopped.
        } finally {
            places.release();
        }
    }

    private boolean isSettled(byte[] envelope, int size, boolean repeats) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(events)
                .header("Content-Type", "application/json")
                .header("X-Api-Key", apiKey)
                .timeout(ANSWER)
                .POST(HttpRequest.BodyPublishers.ofByteArray(envelope))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            switch (response.statusCode()) {
                case 200 -> {
                    JsonNode answer = JSON.readTree(response.body());
                    if (!answer.path("retry").isEmpty()) {
                        return false;
                    }
                    (repeats ? repeated : accepted)
                            .addAndGet(answer.path("accepted").asLong());
                    rejected.addAndGet(answer.path("rejected").size());
                    return true;
                }
                case 400 -> {
                    rejected.addAndGet(size);
                    return true;
                }
                case 401, 403 ->
                    throw new CannotRunException(
                            events + " does not accept the API key. Name the right one with --key.");
                default -> {
                    return false;
                }
            }
        } catch (ConnectException e) {
            throw new CannotRunException(
                    "nothing listens at " + events + ". Start './tidemark up' first, or name another --url.", e);
        } catch (IOException e) {
            return false;
        }
    }
}
