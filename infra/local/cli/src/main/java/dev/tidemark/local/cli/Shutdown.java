package dev.tidemark.local.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM: what the command started is closed, once, before the process ends. Closing by the command itself
 * and by a signal may meet; whoever comes second waits for the first.
 */
final class Shutdown implements AutoCloseable {

    private static final AtomicBoolean UNDER_WAY = new AtomicBoolean();

    private final Runnable closing;
    private final Thread hook;
    private boolean closed;

    private Shutdown(Runnable closing) {
        this.closing = closing;
        this.hook = new Thread(this::onSignal, "tidemark-shutdown");
    }

    /** Runs this when the returned object is closed or the process is told to end, whatever comes first. */
    static Shutdown with(Runnable closing) {
        Shutdown shutdown = new Shutdown(closing);
        Runtime.getRuntime().addShutdownHook(shutdown.hook);
        return shutdown;
    }

    /** Whether the process was told to end. */
    static boolean isUnderWay() {
        return UNDER_WAY.get();
    }

    @Override
    public void close() {
        if (!isUnderWay()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The signal came just now; its hook waits for what follows.
            }
        }
        closeOnce();
    }

    private void onSignal() {
        UNDER_WAY.set(true);
        closeOnce();
    }

    private synchronized void closeOnce() {
        if (!closed) {
            closed = true;
            closing.run();
        }
    }
}
