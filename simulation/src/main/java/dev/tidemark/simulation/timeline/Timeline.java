package dev.tidemark.simulation.timeline;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A discrete simulation in virtual time. What is to happen waits in one queue, by time and then by the order in which it was
 * put there; virtual time is that of what happens now. Two kinds of things happen: actions, which take no time, and strands,
 * which run code that believes in its own thread and {@linkplain #pause pauses} where it waits for something.
 *
 * <p>Each strand has a thread, and exactly one thread holds the turn. Whoever pauses takes what is next from the queue: its
 * own waking is no switch at all, an action is run in place, and another strand is given the turn. So a run depends on its
 * inputs alone, never on the machine's scheduler, and costs a switch of threads only where strands really interleave.
 */
public final class Timeline implements AutoCloseable {

    /** What happens at a time: either an action or a strand that goes on. */
    private record TimelineEntry(
            long atMicros,
            long order,
            @Nullable Runnable action,
            @Nullable Strand strand) implements Comparable<TimelineEntry> {
        @Override
        public int compareTo(TimelineEntry other) {
            int byTime = Long.compare(atMicros, other.atMicros);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<TimelineEntry> queue = new PriorityQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "strand");
        thread.setDaemon(true);
        return thread;
    });
    private final ThreadLocal<@Nullable Strand> here = new ThreadLocal<>();
    private final Strand driver = new Strand("driver");
    private final Set<Strand> alive = new LinkedHashSet<>();
    private final List<Throwable> failures = new ArrayList<>();
    private long nowMicros;
    private long order;
    private boolean closing;

    /** Begins at this instant; the thread that makes it is the one that {@linkplain #runUntil drives} it. */
    public Timeline(Instant start) {
        this.nowMicros = Math.multiplyExact(start.toEpochMilli(), 1_000L);
        here.set(driver);
    }

    /** Now, in milliseconds since the epoch. */
    public long millis() {
        return Math.floorDiv(nowMicros, 1_000L);
    }

    /** Now, as the code under test asks for it. */
    public Clock clock() {
        return new VirtualClock(ZoneOffset.UTC);
    }

    /** Lets an action happen so many microseconds from now. It must not pause. */
    public void after(long micros, Runnable action) {
        queue.add(new TimelineEntry(nowMicros + Math.max(0, micros), order++, action, null));
    }

    /** Lets an action happen at this instant, or now if that is past. It must not pause. */
    public void at(long millis, Runnable action) {
        after(millis * 1_000L - nowMicros, action);
    }

    /** Starts a strand; its body begins when this moment's earlier happenings are over. */
    public Strand start(String name, Runnable body) {
        Strand strand = new Strand(name);
        if (closing) {
            strand.kill();
        }
        alive.add(strand);
        queue.add(new TimelineEntry(nowMicros, order++, null, strand));
        threads.execute(() -> {
            here.set(strand);
            strand.awaitTurn();
            try {
                if (!strand.isDead()) {
                    body.run();
                }
            } catch (StrandDied e) {
                // The strand was killed on purpose: no failure of the simulation.
            } catch (Throwable e) {
                failures.add(e);
            } finally {
                alive.remove(strand);
                strand.end();
                here.remove();
                passOn(null);
            }
        });
        return strand;
    }

    /**
     * Lets so much time pass for the strand that calls it.
     *
     * @throws StrandDied if it was killed before or meanwhile
     */
    public void pause(long micros) {
        Strand me = current();
        me.dieIfKilled();
        queue.add(new TimelineEntry(nowMicros + Math.max(0, micros), order++, null, me));
        passOn(me);
        me.dieIfKilled();
    }

    /** The strand that has the turn. */
    public Strand current() {
        Strand me = here.get();
        if (me == null) {
            throw new IllegalStateException("this thread is no strand of the simulation");
        }
        return me;
    }

    /** Whether the thread that asks is a strand; helpers that a strand waits for are none, and take no time. */
    public boolean isStrand() {
        return here.get() != null;
    }

    /**
     * Drives the simulation up to an instant; what is due then has happened.
     *
     * @throws SimulationFailedException if a strand or an action threw something unforeseen
     */
    public void runUntil(long millis) {
        if (current() != driver) {
            throw new IllegalStateException("only the driver drives");
        }
        // After everything else of that instant: orders are counted from zero.
        queue.add(new TimelineEntry(Math.max(nowMicros, millis * 1_000L), Long.MAX_VALUE, null, driver));
        passOn(driver);
        if (!failures.isEmpty()) {
            Throwable first = failures.get(0);
            failures.clear();
            throw new SimulationFailedException(
                    "something unforeseen happened at " + Instant.ofEpochMilli(millis()), first);
        }
    }

    /** Goes through the queue until it is this strand's turn; of one that has ended, until another has the turn. */
    private void passOn(@Nullable Strand me) {
        while (true) {
            TimelineEntry next = queue.poll();
            if (next == null) {
                throw new IllegalStateException("nothing is left to happen, and the driver does not wait");
            }
            nowMicros = next.atMicros();
            Strand strand = next.strand();
            Runnable action = next.action();
            if (action != null) {
                try {
                    action.run();
                } catch (Throwable e) {
                    failures.add(e);
                }
            } else if (strand != null && strand == me) {
                return;
            } else if (strand != null) {
                strand.giveTurn();
                if (me != null) {
                    me.awaitTurn();
                }
                return;
            }
        }
    }

    /** Kills every strand and lets each come to its end. */
    @Override
    public void close() {
        closing = true;
        while (!alive.isEmpty()) {
            alive.forEach(Strand::kill);
            queue.removeIf(entry -> entry.action() != null);
            runUntil(lastMillis() + 1);
        }
        threads.shutdown();
    }

    private long lastMillis() {
        return queue.stream().mapToLong(TimelineEntry::atMicros).max().orElse(nowMicros) / 1_000L;
    }

    /** The virtual clock. */
    private final class VirtualClock extends Clock {
        private final ZoneId zone;

        VirtualClock(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new VirtualClock(other);
        }

        @Override
        public long millis() {
            return Timeline.this.millis();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis());
        }
    }
}
