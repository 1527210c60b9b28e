package dev.tidemark.batch;

import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Tells, by lines, how far long work has come: at most one line a second a step. Thread-safe. */
public final class StepProgress {

    private static final long MILLIS_BETWEEN_LINES = 1_000;

    private final Consumer<String> out;
    private final Clock clock;
    private final AtomicLong done = new AtomicLong();
    private volatile String what = "";
    private volatile long of;
    private volatile long startedMillis;
    private volatile long saidMillis;

    public StepProgress(Consumer<String> out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Begins a step of so many parts; 0 where that is not known. */
    public synchronized void start(String step, long parts) {
        what = step;
        of = parts;
        done.set(0);
        startedMillis = clock.millis();
        saidMillis = startedMillis;
    }

    /** So many parts more are done. */
    public void step(long parts) {
        long now = done.addAndGet(parts);
        if (clock.millis() - saidMillis >= MILLIS_BETWEEN_LINES) {
            say(now);
        }
    }

    private synchronized void say(long now) {
        long millis = clock.millis();
        if (millis - saidMillis >= MILLIS_BETWEEN_LINES) {
            saidMillis = millis;
            out.accept("  " + what + ": " + now + (of > 0 ? " of " + of : ""));
        }
    }

    /** Ends the step, and says how long it took. */
    public synchronized void end() {
        if (!what.isEmpty()) {
            out.accept(String.format(
                    Locale.ROOT, "  %s: done in %.1f s", what, (clock.millis() - startedMillis) / 1000.0));
            what = "";
        }
    }

    /** Says something on the side. */
    public void note(String what) {
        out.accept("  " + what);
    }

    /** Runs a step whose parts are not known. */
    public void during(String step, Runnable work) {
        start(step, 0);
        work.run();
        end();
    }
}
