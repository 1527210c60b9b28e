package dev.tidemark.local.platform;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import dev.tidemark.local.runtime.lambda.InvocationOutcome;
import dev.tidemark.local.runtime.lambda.Invoker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Calls the tick function at a fixed rate and on demand, one call at a time, as a schedule of EventBridge does. */
final class TickSchedule implements AutoCloseable {

    private final Invoker function;
    private final Clock clock;
    private final Consumer<String> problems;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tick-schedule");
        thread.setDaemon(true);
        return thread;
    });

    TickSchedule(Invoker function, Clock clock, Consumer<String> problems) {
        this.function = function;
        this.clock = clock;
        this.problems = problems;
    }

    /** Ticks at this rate from now on; zero for never. */
    void start(Duration every) {
        if (!every.isZero()) {
            timer.scheduleAtFixedRate(this::scheduled, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void scheduled() {
        try {
            tick(clock.instant());
        } catch (LocalRuntimeException e) {
            problems.accept(e.getMessage());
        }
    }

    /**
     * Ticks, and waits for the function's answer.
     *
     * @throws LocalRuntimeException if the function fails
     */
    synchronized void tick(Instant time) {
        String payload = "{\"time\":\"" + time.truncatedTo(ChronoUnit.MILLIS) + "\"}";
        InvocationOutcome outcome =
                function.invoke(payload.getBytes(StandardCharsets.UTF_8)).join();
        if (!(outcome instanceof InvocationOutcome.Returned)) {
            throw new LocalRuntimeException(
                    RuntimeProblem.FUNCTION,
                    "the tick at " + time + " failed: " + outcome + ". See the logs of the function");
        }
    }

    /** Ticks no more, and does not wait for a tick that runs; {@link #close} does. */
    void end() {
        timer.shutdown();
    }

    @Override
    public void close() {
        end();
        try {
            timer.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
