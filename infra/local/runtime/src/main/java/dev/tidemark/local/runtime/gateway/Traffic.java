package dev.tidemark.local.runtime.gateway;

import java.time.Duration;

/** How many requests are with the function, and whether more may come. Thread-safe. */
final class Traffic {

    private int inFlight;
    private boolean draining;

    /** False if no more may come. */
    synchronized boolean enter() {
        if (draining) {
            return false;
        }
        inFlight++;
        return true;
    }

    synchronized void leave() {
        inFlight--;
        notifyAll();
    }

    synchronized void drain(Duration atMost) {
        draining = true;
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (inFlight > 0 && System.nanoTime() < end) {
                wait(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
