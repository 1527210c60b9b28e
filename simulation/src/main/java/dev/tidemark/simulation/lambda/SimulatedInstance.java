package dev.tidemark.simulation.lambda;

import dev.tidemark.simulation.timeline.Strand;
import org.jspecify.annotations.Nullable;

/** One instance of a function: it serves one invocation at a time, and remembers. */
public final class SimulatedInstance {

    private final String name;
    private boolean busy;
    private boolean gone;
    private @Nullable Strand strand;
    private @Nullable Runnable giveUp;

    SimulatedInstance(String name) {
        this.name = name;
    }

    /** Whether it is free for another invocation. */
    boolean isIdle() {
        return !busy && !gone;
    }

    boolean isGone() {
        return gone;
    }

    void begin(Strand on, Runnable whenGivenUp) {
        busy = true;
        strand = on;
        giveUp = whenGivenUp;
    }

    void end() {
        busy = false;
        strand = null;
        giveUp = null;
    }

    /** No invocation reaches it any more; one that is under way goes on for its own part. */
    void retire() {
        gone = true;
    }

    /** Its caller hears of a time-out now; what it does from here on, it does as a zombie. */
    public void giveUp() {
        if (giveUp != null) {
            giveUp.run();
        }
    }

    /** It is gone at once, in the middle of whatever it does. */
    public void kill() {
        gone = true;
        if (strand != null) {
            strand.kill();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
