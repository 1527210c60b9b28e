package dev.tidemark.local.runtime.mapping;

/** When the threads of a mapping go on, wait, and stop. Thread-safe. */
final class Pace {

    /** How long a reader that found nothing waits before it reads again. */
    static final long IDLE_MILLIS = 150;

    private boolean stopped;
    private boolean held;
    private long nudges;

    synchronized boolean stopped() {
        return stopped;
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Makes readers wait before their next read. */
    synchronized void hold() {
        held = true;
    }

    synchronized void release() {
        held = false;
        notifyAll();
    }

    /** Ends the idle waits of now. */
    synchronized void nudge() {
        nudges++;
        notifyAll();
    }

    synchronized void awaitRelease() {
        while (held && !stopped) {
            await(1_000);
        }
    }

    /** Waits for a time, or until it is nudged or stopped. */
    synchronized void idle(long millis) {
        long seen = nudges;
        long end = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (left > 0 && !stopped && nudges == seen) {
            await(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    /** Waits for a time, or until it is stopped. */
    synchronized void sleep(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (left > 0 && !stopped) {
            await(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            // Nobody interrupts these threads but the end of the process.
            stopped = true;
            Thread.currentThread().interrupt();
        }
    }
}
