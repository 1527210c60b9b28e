package dev.tidemark.simulation.timeline;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Code that runs in virtual time on a thread of its own, while it has the turn. */
public final class Strand {

    private final String name;
    private volatile boolean turn;
    private volatile boolean dead;
    private volatile boolean ended;
    private volatile @Nullable Thread thread;

    Strand(String name) {
        this.name = name;
    }

    /**
     * Whatever it is about to do next, it dies instead: the call at which it pauses throws {@link StrandDied}, and so does every
     * later one.
     */
    public void kill() {
        dead = true;
    }

    public boolean isDead() {
        return dead;
    }

    /** Whether its body is over, in whatever way. */
    public boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    void dieIfKilled() {
        if (dead) {
            throw new StrandDied(name);
        }
    }

    void giveTurn() {
        turn = true;
        LockSupport.unpark(thread);
    }

    void awaitTurn() {
        thread = Thread.currentThread();
        while (!turn) {
            LockSupport.park(this);
        }
        turn = false;
    }

    @Override
    public String toString() {
        return name;
    }
}
