package dev.tidemark.local.fleet;

import dev.tidemark.client.Event;
import dev.tidemark.client.Move;
import dev.tidemark.client.Offer;
import dev.tidemark.client.Outbox;
import dev.tidemark.client.OutboxListener;
import dev.tidemark.client.QueueLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A phone with one app, whose events the client for Java queues and sends: things happen on it, wait in its outbox, and are
 * sent when there is a network. What was not answered in time is sent again with the same ids, and may arrive twice.
 */
abstract sealed class Phone permits NavigationPhone, AdClickPhone, TrialPhone {

    final SplittableRandom random;
    private final Fleet fleet;
    private final int number;
    private final String deviceId;

    /** What waits in the outbox, by id: what truly happened, which no server is told. */
    private final Map<String, PhoneEvent> waiting = new ConcurrentHashMap<>();

    private @Nullable Outbox outbox;
    private long clockErrorMillis;
    private int produced;

    Phone(String app, int number, SplittableRandom random, Fleet fleet) {
        this.random = random;
        this.fleet = fleet;
        this.number = number;
        this.deviceId = "%s-%04d".formatted(app, number);
    }

    static Phone numbered(int number, SplittableRandom random, Fleet fleet) {
        return number % 3 == 2 ? new AdClickPhone(number, random, fleet) : new NavigationPhone(number, random, fleet);
    }

    /** How long after the start the phone does something for the first time, in milliseconds. */
    abstract long firstMoveMillis();

    /** Lets happen what happens now. */
    abstract void act(long nowMillis);

    /** How long until something happens again, in milliseconds; {@code > 0}. */
    abstract long restMillis();

    /** Whether there is a network. */
    abstract boolean isOnline(long nowMillis);

    final int number() {
        return number;
    }

    /** How many events wait to be taken; from any thread. */
    final int waiting() {
        return waiting.size();
    }

    final void move(long nowMillis) {
        boolean over = fleet.isOver(nowMillis);
        if (!over) {
            act(nowMillis);
        }
        send(nowMillis);
        if (!over || !waiting.isEmpty()) {
            long next = nowMillis + restMillis();
            fleet.at(next, () -> move(next));
        }
    }

    final void happened(String type, long nowMillis, String value, Map<String, String> attributes) {
        String id = "%s-%06d".formatted(deviceId, produced++);
        Event event = Event.of(type).withId(id).withValue(value);
        // In the order of their names: a map without an order would make two fleets of one seed differ.
        for (Map.Entry<String, String> attribute : new TreeMap<>(attributes).entrySet()) {
            event = event.with(attribute.getKey(), attribute.getValue());
        }
        if (outbox(nowMillis).offer(event) == Offer.QUEUED) {
            waiting.put(id, new PhoneEvent(id, nowMillis));
        }
    }

    private Outbox outbox(long nowMillis) {
        if (outbox == null) {
            clockErrorMillis = clockErrorMillis(nowMillis);
            FleetClock clock = fleet.clock(clockErrorMillis);
            try {
                outbox = Outbox.open(
                        deviceId,
                        new PhoneMemory(),
                        clock,
                        new Random(random.nextLong()),
                        QueueLimits.defaults(),
                        settled());
            } catch (IOException e) {
                throw new UncheckedIOException("a memory has no disk to fail", e);
            }
        }
        return outbox;
    }

    private OutboxListener settled() {
        return new OutboxListener() {
            @Override
            public void accepted(String id) {
                waiting.remove(id);
            }

            @Override
            public void rejected(String id, String code, String detail) {
                waiting.remove(id);
            }
        };
    }

    private void send(long nowMillis) {
        if (!isOnline(nowMillis)) {
            return;
        }
        Move move = outbox(nowMillis).next();
        if (move instanceof Move.Wait pause) {
            long then = nowMillis + fleet.simulated(pause.millis());
            fleet.at(then, () -> send(then));
        } else if (move instanceof Move.Send request) {
            if (request.body() == null && !asksForTime()) {
                request.answered(404, null, "");
                send(nowMillis);
            } else {
                send(request, nowMillis);
            }
        }
    }

    /** Of a hundred requests, two are lost on the way and three lose their answer; the phone waits only so long for either. */
    private void send(Move.Send request, long nowMillis) {
        int luck = random.nextInt(100);
        boolean lost = luck < 2;
        boolean unanswered = luck < 5;
        long arrives = nowMillis + transitMillis();
        long answered = arrives + transitMillis();
        if (!lost) {
            PhoneRequest delivery = delivery(request, nowMillis, arrives);
            fleet.deliver(delivery);
            if (!unanswered && answered - nowMillis <= patienceMillis()) {
                fleet.at(answered, () -> hear(request, delivery, answered));
                return;
            }
        }
        long givesUp = nowMillis + patienceMillis() + random.nextInt(4_000);
        fleet.at(givesUp, () -> {
            request.failed("no answer");
            send(givesUp);
        });
    }

    private PhoneRequest delivery(Move.Send request, long nowMillis, long arrives) {
        List<PhoneEvent> events = new ArrayList<>();
        int repeated = 0;
        for (String id : request.ids()) {
            PhoneEvent event = waiting.get(id);
            if (event != null) {
                repeated += event.send() ? 1 : 0;
                events.add(event);
            }
        }
        return new PhoneRequest(
                arrives, deviceId, nowMillis, saysWhenSent(), clockErrorMillis, repeated, request.body(), events);
    }

    private void hear(Move.Send request, PhoneRequest delivery, long nowMillis) {
        PhoneRequest.Heard heard = delivery.heard();
        if (heard == null || heard.atMillis() > nowMillis) {
            // The server is slower than the simulated network.
            long later = heard == null ? nowMillis + fleet.simulated(50) : heard.atMillis();
            fleet.at(later, () -> hear(request, delivery, later));
        } else {
            request.answered(heard.status(), heard.retryAfter(), heard.body());
            send(nowMillis);
        }
    }

    /** An app of an old version sends no {@code sentAt}; only where the clock is right, or its events were lost. */
    boolean saysWhenSent() {
        return number % 10 != 0 || PhoneClock.ofPhone(number) != PhoneClock.RIGHT;
    }

    /** Every fourth phone has a client that takes no part in the clock exchange. */
    boolean asksForTime() {
        return number % 4 != 3;
    }

    /** How far the phone's clock is ahead of true time. */
    long clockErrorMillis(long switchedOnMillis) {
        return PhoneClock.ofPhone(number).errorMillis(switchedOnMillis);
    }

    /** How long the phone waits for an answer at least. */
    long patienceMillis() {
        return 8_000;
    }

    /** Mostly a tenth of a second; sometimes seconds. */
    long transitMillis() {
        return random.nextInt(20) == 0 ? 1_000 + random.nextInt(14_000) : 40 + random.nextInt(160);
    }
}
