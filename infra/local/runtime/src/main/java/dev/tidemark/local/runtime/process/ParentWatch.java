package dev.tidemark.local.runtime.process;

import java.io.IOException;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The other side of {@link ChildProcess}, for children that are JVMs: ends this JVM when its parent is gone. Ctrl-C, a
 * closing terminal and a supervisor's SIGTERM reach every process of the group; they are ignored here, because the parent
 * decides about the order.
 */
public final class ParentWatch {

    private ParentWatch() {}

    /** Runs the action once standard input has ended, and then halts. */
    public static void start(Runnable atEnd) {
        for (String signal : new String[] {"INT", "HUP", "TERM"}) {
            Signal.handle(new Signal(signal), SignalHandler.SIG_IGN);
        }
        Thread watch = new Thread(
                () -> {
                    awaitEndOfInput();
                    try {
                        atEnd.run();
                    } finally {
                        Runtime.getRuntime().halt(0);
                    }
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Bytes on the pipe are ignored; only its end matters.
            }
        } catch (IOException e) {
            // A broken pipe is an end as well.
        }
    }
}
