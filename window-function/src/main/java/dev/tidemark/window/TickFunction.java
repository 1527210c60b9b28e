package dev.tidemark.window;

import dev.tidemark.window.store.TableFormat;
import dev.tidemark.window.tick.Tick;
import dev.tidemark.window.tick.TickReport;

/** One instance of the tick. */
public final class TickFunction {

    private final TableFormat format;
    private final Tick tick;

    public TickFunction(FunctionServices services) {
        StreamParts parts = StreamParts.of(services);
        this.format = parts.format();
        this.tick = parts.tick();
    }

    /**
     * Runs the tick once.
     *
     * @throws IllegalStateException if the tables are of another format
     */
    public TickReport run() {
        format.check();
        return tick.run();
    }
}
