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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A fleet that posts to a server as its time passes, one request a delivery, many of them at once. With a speed above 1
 * the phones live faster: everything on them happens in so much less of the world's time, and their clocks show the world's.
 */
public final class LiveFleet {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_AT_ONCE = 64;
    private static final int THREADS = 16;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** How long the server may take nothing when the fleet's time is over. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long TURN_MILLIS = 20;

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
    private final AtomicLong lastTakenAt = new AtomicLong();

    private final URI events;
    private final URI time;
    private final String apiKey;
    private final FleetPlan plan;
    private final double speed;
    private final Clock clock;
    private final Fleet fleet;

    /** @param speed simulated seconds in a second, {@code > 0} */
    public LiveFleet(URI server, String apiKey, FleetPlan plan, double speed, Clock clock) {
        this.events = server.resolve("/v1/events");
        this.time = server.resolve("/v1/time");
        this.apiKey = apiKey;
        this.plan = plan;
        this.speed = speed;
        this.clock = clock;
        this.fleet = new Fleet(plan, speed, Phone::numbered);
    }

    /**
     * Posts the whole fleet; returns when every phone's outbox is empty, or the server takes nothing any more.
     *
     * @throws CannotRunException if nothing listens there, or the server refuses the key
     */
    public FleetTally run() throws InterruptedException {
        ExecutorService senders = Executors.newFixedThreadPool(THREADS);
        lastTakenAt.set(clock.millis());
        try {
            while (!fleet.isDone() && !isGivenUp()) {
                throwFailure();
                PhoneRequest delivery = fleet.next(simulatedNow());
                if (delivery == null) {
                    Thread.sleep(TURN_MILLIS);
                } else {
                    places.acquire();
                    senders.execute(() -> send(delivery));
                }
            }
            throwFailure();
            return tally();
        } finally {
            senders.shutdownNow();
        }
    }

    private boolean isGivenUp() {
        return fleet.isOver(simulatedNow()) && clock.millis() - lastTakenAt.get() > PATIENCE.toMillis();
    }

    /** How far it has come. */
    public FleetTally tally() {
        return new FleetTally(requests.get(), accepted.get(), repeated.get(), rejected.get(), fleet.waiting());
    }

    private long simulatedNow() {
        return plan.startMillis() + (long) ((clock.millis() - plan.startMillis()) * speed);
    }

    private void throwFailure() {
        CannotRunException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    private void send(PhoneRequest delivery) {
        try {
            requests.incrementAndGet();
            HttpResponse<String> response = http.send(request(delivery), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 401 || response.statusCode() == 403) {
                throw new CannotRunException(events + " does not accept the API key. Name the right one with --key.");
            }
            count(delivery, response);
            delivery.answer(new PhoneRequest.Heard(
                    simulatedNow(),
                    response.statusCode(),
                    response.headers().firstValue("Retry-After").orElse(null),
                    response.body()));
        } catch (ConnectException e) {
            failure.compareAndSet(
                    null,
                    new CannotRunException(
                            "nothing listens at " + events + ". Start './tidemark up' first, or name another --url.",
                            e));
        } catch (CannotRunException e) {
            failure.compareAndSet(null, e);
        } catch (IOException e) {
            // No verdict: the phone sends it again.
            delivery.answer(new PhoneRequest.Heard(simulatedNow(), 0, null, ""));
        } catch (InterruptedException e) {
            // The fleet was stopped.
        } finally {
            places.release();
        }
    }

    private HttpRequest request(PhoneRequest delivery) {
        boolean asks = delivery.events().isEmpty();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(asks ? time : events).timeout(ANSWER);
        return asks
                ? request.build()
                : request.header("Content-Type", "application/json")
                        .header("X-Api-Key", apiKey)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(PhoneEnvelopes.of(delivery)))
                        .build();
    }

    private void count(PhoneRequest delivery, HttpResponse<String> response) throws IOException {
        boolean verdicts = response.statusCode() == 200 || response.statusCode() == 400;
        if (verdicts && !delivery.events().isEmpty()) {
            JsonNode answer = JSON.readTree(response.body());
            long taken = answer.path("accepted").asLong();
            long again = Math.min(taken, delivery.repeated());
            repeated.addAndGet(again);
            accepted.addAndGet(taken - again);
            rejected.addAndGet(answer.path("rejected").size());
            lastTakenAt.set(clock.millis());
        }
    }
}
