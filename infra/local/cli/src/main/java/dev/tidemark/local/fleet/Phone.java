package dev.tidemark.local.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A phone with one app: things happen on it, wait in its outbox, and are sent when there is a network. What was not
 * answered is sent again with the same ids, as a client has to that owns its events until it is told otherwise.
 */
abstract sealed class Phone permits NavigationPhone, AdClickPhone {

    /** Most events of one request. */
    private static final int MOST_EVENTS = 100;

    private static final long ANSWER_MILLIS = 8_000;

    final SplittableRandom random;
    private final Fleet fleet;
    private final int number;
    private final String deviceId;
    private final List<PhoneEvent> outbox = new ArrayList<>();
    private @Nullable Long clockErrorMillis;
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

    final void move(long nowMillis) {
        if (clockErrorMillis == null) {
            clockErrorMillis = PhoneClock.ofPhone(number).errorMillis(nowMillis);
        }
        boolean over = fleet.isOver(nowMillis);
        if (!over) {
            act(nowMillis);
        }
        if (isOnline(nowMillis)) {
            flush(nowMillis, clockErrorMillis);
        }
        if (!over || !outbox.isEmpty()) {
            long next = nowMillis + restMillis();
            fleet.at(next, () -> move(next));
        }
    }

    final void happened(String type, long nowMillis, String value, Map<String, String> attributes) {
        outbox.add(new PhoneEvent("%s-%06d".formatted(deviceId, produced++), type, nowMillis, value, attributes));
    }

    private void flush(long nowMillis, long errorMillis) {
        while (!outbox.isEmpty()) {
            List<PhoneEvent> head = outbox.subList(0, Math.min(MOST_EVENTS, outbox.size()));
            List<PhoneEvent> events = List.copyOf(head);
            head.clear();
            send(events, nowMillis, errorMillis, false);
        }
    }

    /** Of a hundred requests, two are lost on the way and three lose their answer; both are sent again. */
    private void send(List<PhoneEvent> events, long nowMillis, long errorMillis, boolean repeats) {
        int luck = random.nextInt(100);
        boolean lost = luck < 2;
        boolean unanswered = luck < 5;
        if (!lost) {
            fleet.deliver(new Delivery(
                    nowMillis + transitMillis(), deviceId, nowMillis, saysWhenSent(), errorMillis, repeats, events));
        }
        if (unanswered) {
            long again = nowMillis + ANSWER_MILLIS + random.nextInt(4_000);
            fleet.at(again, () -> send(events, again, errorMillis, true));
        }
    }

    /** An app of an old version sends no {@code sentAt}; only where the clock is right, or its events were lost. */
    private boolean saysWhenSent() {
        return number % 10 != 0 || PhoneClock.ofPhone(number) != PhoneClock.RIGHT;
    }

    /** Mostly a tenth of a second; sometimes seconds, so that a later request overtakes. */
    private long transitMillis() {
        return random.nextInt(20) == 0 ? 1_000 + random.nextInt(14_000) : 40 + random.nextInt(160);
    }
}
