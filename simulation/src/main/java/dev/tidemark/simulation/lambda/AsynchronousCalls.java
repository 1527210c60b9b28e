package dev.tidemark.simulation.lambda;

import dev.tidemark.simulation.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Lambda's queue of asynchronous invocations of one function: a failed one is tried again after one and then after two
 * minutes, as often as it is deployed to be, and then becomes a dead letter. An event may be delivered more than once.
 */
public final class AsynchronousCalls {

    private static final long MINUTE_MICROS = 60_000_000L;

    /**
     * An event that nobody could handle.
     *
     * @param end how the last attempt came out
     */
    public record DeadLetter(Object event, long atMillis, InvocationEnd end) {}

    private final SimulatedFunction function;
    private final int retries;
    private final Timeline timeline;
    private final SplittableRandom random;
    private final double unrest;
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private int waiting;

    /**
     * A queue.
     *
     * @param retries how often a failed invocation is tried again
     * @param unrest how often an event is delivered twice
     */
    public AsynchronousCalls(
            SimulatedFunction function, int retries, Timeline timeline, SplittableRandom random, double unrest) {
        this.function = function;
        this.retries = retries;
        this.timeline = timeline;
        this.random = random;
        this.unrest = unrest;
    }

    public List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    /** Puts an event into the queue; {@code whenOver} hears how each attempt came out. */
    public void call(Object event, BiConsumer<Object, InvocationEnd> whenOver) {
        attempt(event, 0, whenOver);
        if (unrest > 0 && random.nextDouble() < unrest / 4) {
            timeline.after(random.nextLong(MINUTE_MICROS), () -> attempt(event, 0, whenOver));
        }
    }

    /** Whether an event is under way, or waits to be tried again. */
    public boolean isWaiting() {
        return waiting > 0;
    }

    private void attempt(Object event, int number, BiConsumer<Object, InvocationEnd> whenOver) {
        waiting++;
        function.invoke(event, end -> {
            waiting--;
            whenOver.accept(event, end);
            if (end.isAnswer()) {
                return;
            }
            if (number < retries) {
                waiting++;
                timeline.after((number + 1) * MINUTE_MICROS, () -> {
                    waiting--;
                    attempt(event, number + 1, whenOver);
                });
            } else {
                deadLetters.add(new DeadLetter(event, timeline.millis(), end));
            }
        });
    }

    /** Calls it by the clock from now on, at each time that {@code next} gives after the last. */
    public void every(CallTimes times, Supplier<Object> event, BiConsumer<Object, InvocationEnd> whenOver) {
        timeline.at(times.after(timeline.millis()), () -> {
            call(event.get(), whenOver);
            every(times, event, whenOver);
        });
    }
}
