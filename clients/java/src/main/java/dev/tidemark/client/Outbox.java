package dev.tidemark.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A device's events until the server has taken them. It says what to send and is told what came of it; whoever holds it does
 * the sending ({@link TidemarkClient}, or a simulation of a thousand phones). Thread-safe.
 *
 * <p>One request is under way at a time and begins with the oldest event, so requests reach the server's log in the order in
 * which their events were offered. Before the first events of a session the server is asked for its time, and what that says of the
 * device's clock holds for the whole session: one offset keeps the order of the events' times as well. An event leaves the
 * queue when the server has taken it or refused it for good; until then it is sent again, the same to the byte.
 */
public final class Outbox {

    private static final int LONGEST_EVENT = 32 * 1024;
    private static final int LONGEST_NAME = 128;

    /** A bound that a good connection stays below: no second question. */
    private static final long GOOD_BOUND_MILLIS = 250;

    private static final int MOST_QUESTIONS = 3;

    private final String deviceId;
    private final DeviceClock clock;
    private final QueueLimits limits;
    private final OutboxListener listener;
    private final EventQueue queue;
    private final Clocks clocks;
    private final RetryPause pause;
    private int mostEvents;
    private Move.@Nullable Send underWay;

    private Outbox(
            String deviceId,
            DeviceClock clock,
            QueueLimits limits,
            OutboxListener listener,
            EventQueue queue,
            Clocks clocks,
            RetryPause pause) {
        this.deviceId = deviceId;
        this.clock = clock;
        this.limits = limits;
        this.listener = listener;
        this.queue = queue;
        this.clocks = clocks;
        this.pause = pause;
        this.mostEvents = limits.requestEvents;
    }

    /**
     * Goes on with what the storage holds.
     *
     * @param deviceId 1 to 128 characters, always the same for a storage
     * @param random decides the pauses
     * @throws IOException if the storage cannot be read
     */
    public static Outbox open(
            String deviceId,
            Storage storage,
            DeviceClock clock,
            Random random,
            QueueLimits limits,
            OutboxListener listener)
            throws IOException {
        int length = deviceId.codePointCount(0, deviceId.length());
        if (length < 1 || length > LONGEST_NAME || deviceId.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("deviceId has 1 to " + LONGEST_NAME
                    + " characters and no control character: it is '" + deviceId + "'");
        }
        EventQueue queue = EventQueue.open(storage, limits, listener);
        Clocks clocks = Clocks.open(storage, clock, queue.latestSession(), listener);
        clocks.forgetAllBut(queue);
        return new Outbox(deviceId, clock, limits, listener, queue, clocks, new RetryPause(random));
    }

    /** Queues an event. What it returns is to be looked at: only a queued event will be sent. */
    public synchronized Offer offer(Event event) {
        DeviceSession session = clocks.session();
        Long happened = event.wallMillis();
        long age = happened == null ? 0 : clock.wallMillis() - happened;
        String json = event.toJson(session.nowMillis() - age);
        if (json.getBytes(StandardCharsets.UTF_8).length > LONGEST_EVENT) {
            return Offer.TOO_LARGE;
        }
        return queue.add(session.number, event.id(), json);
    }

    /** How many events wait. */
    public synchronized int size() {
        return queue.size();
    }

    /** What is to be done now. */
    public synchronized Move next() {
        queue.retryDeletions();
        long left = pause.leftMillis(clock.elapsedMillis());
        if (underWay != null || queue.isEmpty()) {
            return Move.REST;
        }
        if (left > 0) {
            return new Move.Wait(left);
        }
        DeviceSession session = clocks.session();
        List<QueuedEvent> head = queue.head(mostEvents);
        underWay = asksForTime(session)
                ? new Move.Send(this, null, session, session.nowMillis(), new ArrayList<>())
                : new Move.Send(this, envelope(head), session, session.nowMillis(), head);
        return underWay;
    }

    private static boolean asksForTime(DeviceSession session) {
        ClockExchange held = session.exchange();
        return session.asked() < MOST_QUESTIONS && (held == null || held.boundMillis() > GOOD_BOUND_MILLIS);
    }

    /** All of one session. */
    private byte[] envelope(List<QueuedEvent> events) {
        long number = events.get(0).session;
        ClockExchange exchange = clocks.exchangeOf(number);
        JsonOut json = new JsonOut().open('{');
        json.name("deviceId").text(deviceId);
        json.name("sentAt").text(Stamp.format(clocks.nowOf(number)));
        if (exchange != null) {
            json.name("clock").open('{');
            json.name("sentAt").text(Stamp.format(exchange.sentAt));
            json.name("receivedAt").text(Stamp.format(exchange.receivedAt));
            json.name("respondedAt").text(Stamp.format(exchange.respondedAt));
            json.name("gotAt").text(Stamp.format(exchange.gotAt)).close('}');
        }
        json.name("events").open('[');
        for (QueuedEvent event : events) {
            json.bare(event.json);
        }
        return json.close(']').close('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    synchronized void answered(Move.Send send, int status, @Nullable String retryAfter, String body) {
        if (send.events.isEmpty()) {
            tookTime(send, status, retryAfter, body);
            return;
        }
        ServerAnswer answer = ServerAnswer.of(status, body, send.events);
        if (answer instanceof ServerAnswer.EventVerdicts) {
            judged(send, (ServerAnswer.EventVerdicts) answer, status, retryAfter);
        } else if (answer instanceof ServerAnswer.Smaller) {
            smaller(send, ((ServerAnswer.Smaller) answer).ofOneAlone);
        } else if (answer instanceof ServerAnswer.Again) {
            failed(send, status, retryAfter, ((ServerAnswer.Again) answer).detail);
        }
    }

    private void tookTime(Move.Send send, int status, @Nullable String retryAfter, String body) {
        ClockExchange exchange = ServerAnswer.exchange(body, send.sentAtMillis, send.session.nowMillis());
        boolean hasNoTime = status >= 400 && status < 500 && status != 429;
        if (exchange == null && !hasNoTime) {
            failed(send, status, retryAfter, "status " + status + ", no time");
        } else if (isFirstReport(send)) {
            clocks.offer(send.session, exchange);
        }
    }

    private void judged(Move.Send send, ServerAnswer.EventVerdicts answer, int status, @Nullable String retryAfter) {
        if (!isFirstReport(send)) {
            return;
        }
        List<QueuedEvent> settled = new ArrayList<>();
        for (int i = 0; i < send.events.size(); i++) {
            if (answer.verdicts.get(i) != ServerAnswer.EventVerdict.AGAIN) {
                settled.add(send.events.get(i));
            }
        }
        settle(settled);
        for (int i = 0; i < send.events.size(); i++) {
            tell(send.events.get(i), answer.verdicts.get(i));
        }
        if (!settled.isEmpty()) {
            pause.end();
            mostEvents = limits.requestEvents;
        }
        if (settled.size() < send.events.size()) {
            pause.begin(clock.elapsedMillis(), retryAfter);
            listener.failed(status, send.events.size() - settled.size() + " events are to be sent again");
        }
    }

    private void smaller(Move.Send send, ServerAnswer.EventVerdict ofOneAlone) {
        if (!isFirstReport(send)) {
            return;
        }
        if (send.events.size() > 1) {
            mostEvents = send.events.size() / 2;
            return;
        }
        settle(send.events);
        tell(send.events.get(0), ofOneAlone);
    }

    private void settle(List<QueuedEvent> events) {
        queue.settle(events);
        clocks.forgetAllBut(queue);
    }

    private void tell(QueuedEvent event, ServerAnswer.EventVerdict verdict) {
        if (verdict == ServerAnswer.EventVerdict.ACCEPTED) {
            listener.accepted(event.id);
        } else if (verdict != ServerAnswer.EventVerdict.AGAIN) {
            listener.rejected(event.id, verdict.code, verdict.detail);
        }
    }

    synchronized void failed(Move.Send send, int status, @Nullable String retryAfter, String detail) {
        if (isFirstReport(send)) {
            pause.begin(clock.elapsedMillis(), retryAfter);
            listener.failed(status, detail);
        }
    }

    private boolean isFirstReport(Move.Send send) {
        boolean first = underWay == send;
        if (first) {
            underWay = null;
        }
        return first;
    }
}
