package dev.tidemark.local.fleet;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a fleet in the order in which they reach the server, made as they are asked for. The same plan gives
 * the same deliveries. A discrete-event simulation: what is to happen waits in one queue, by simulated time.
 */
public final class Fleet {

    private final PriorityQueue<Happening> queue =
            new PriorityQueue<>(Comparator.comparingLong(Happening::atMillis).thenComparingLong(Happening::order));
    private final Deque<Delivery> arrived = new ArrayDeque<>();
    private final long endMillis;
    private long nowMillis;
    private long order;

    public Fleet(FleetPlan plan) {
        this.endMillis = plan.endMillis();
        SplittableRandom random = new SplittableRandom(plan.seed());
        for (int i = 0; i < plan.phones(); i++) {
            // Each phone has chances of its own, so that one phone more changes nothing for the others.
            Phone phone = Phone.numbered(i, random.split(), this);
            at(plan.startMillis() + phone.firstMoveMillis(), () -> phone.move(nowMillis));
        }
    }

    /** The next delivery, or null when the last has arrived. */
    @Nullable
    Delivery next() {
        while (arrived.isEmpty()) {
            Happening happening = queue.poll();
            if (happening == null) {
                return null;
            }
            nowMillis = happening.atMillis();
            happening.what().run();
        }
        return arrived.poll();
    }

    /** Whether the simulated time is over, so that nothing new happens on the phones. */
    boolean isOver(long atMillis) {
        return atMillis >= endMillis;
    }

    void at(long atMillis, Runnable what) {
        queue.add(new Happening(atMillis, order++, what));
    }

    void deliver(Delivery delivery) {
        at(delivery.arrivesAtMillis(), () -> arrived.add(delivery));
    }

    private record Happening(long atMillis, long order, Runnable what) {}
}
