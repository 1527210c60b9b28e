package dev.tidemark.local.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a fleet in the order in which they reach the server, made as they are asked for. The same plan gives
 * the same deliveries, if it gets the same answers. A discrete-event simulation: what is to happen waits in one queue, by
 * simulated time.
 */
public final class Fleet {

    private final PriorityQueue<ScheduledAct> queue = new PriorityQueue<>(
            Comparator.comparingLong(ScheduledAct::atMillis).thenComparingLong(ScheduledAct::order));
    private final Deque<PhoneRequest> arrived = new ArrayDeque<>();
    private final List<Phone> phones = new ArrayList<>();
    private final FleetPlan plan;
    private final double speed;
    private long nowMillis;
    private long order;

    /** Makes a phone. */
    interface Maker {
        Phone phone(int number, SplittableRandom random, Fleet fleet);
    }

    /** A fleet whose clocks run as fast as its time passes. */
    public Fleet(FleetPlan plan) {
        this(plan, 1, Phone::numbered);
    }

    /** @param speed how many simulated milliseconds pass in one of the phones' clocks, {@code > 0} */
    Fleet(FleetPlan plan, double speed, Maker maker) {
        this.plan = plan;
        this.speed = speed;
        SplittableRandom random = new SplittableRandom(plan.seed());
        for (int i = 0; i < plan.phones(); i++) {
            // Each phone has chances of its own, so that one phone more changes nothing for the others.
            Phone phone = maker.phone(i, random.split(), this);
            phones.add(phone);
            at(plan.startMillis() + phone.firstMoveMillis(), () -> phone.move(nowMillis));
        }
    }

    /** The next delivery, or null when the last has arrived. It has its answer before this is called again. */
    @Nullable
    PhoneRequest next() {
        return next(Long.MAX_VALUE);
    }

    /** The next delivery, or null if none arrives until that moment of simulated time. */
    @Nullable
    PhoneRequest next(long untilMillis) {
        while (arrived.isEmpty()) {
            ScheduledAct happening = queue.peek();
            if (happening == null || happening.atMillis() > untilMillis) {
                return null;
            }
            queue.remove();
            nowMillis = happening.atMillis();
            happening.what().run();
        }
        return arrived.poll();
    }

    /** Whether nothing will happen any more. */
    boolean isDone() {
        return queue.isEmpty() && arrived.isEmpty();
    }

    /** How many events wait on the phones. */
    long waiting() {
        return phones.stream().mapToLong(Phone::waiting).sum();
    }

    /** Whether the simulated time is over, so that nothing new happens on the phones. */
    boolean isOver(long atMillis) {
        return atMillis >= plan.endMillis();
    }

    /** What a moment of the simulated time is called by clocks that are right, both in milliseconds. */
    long real(long simulatedMillis) {
        return plan.startMillis() + Math.round((simulatedMillis - plan.startMillis()) / speed);
    }

    /** How long in simulated time a pause by the phones' clocks is, in milliseconds, at least 1. */
    long simulated(long millis) {
        return Math.max(1, (long) Math.ceil(millis * speed));
    }

    /** A clock that is so much ahead. */
    FleetClock clock(long aheadMillis) {
        return new FleetClock(() -> real(nowMillis), aheadMillis);
    }

    void at(long atMillis, Runnable what) {
        queue.add(new ScheduledAct(atMillis, order++, what));
    }

    void deliver(PhoneRequest delivery) {
        at(delivery.arrivesAtMillis(), () -> arrived.add(delivery));
    }

    private record ScheduledAct(long atMillis, long order, Runnable what) {}
}
