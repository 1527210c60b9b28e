package dev.tidemark.domain.aggregate;

import org.jspecify.annotations.Nullable;

/** A {@link Sketch} in the making: one event at a time, in the order of the log. Not thread-safe. */
public abstract sealed class SketchAccumulator permits DistinctSketch, QuantilesSketch, TopSketch {

    private long n;

    SketchAccumulator(Sketch base) {
        this.n = base.n();
    }

    /**
     * Adds an event. The sketches of texts look at the text alone, that of values at the value alone; without what it looks
     * at, the event is passed over.
     *
     * @param text of the field, or null where the event has none
     * @param valueMicros of the event, or {@link Micros#NONE}
     */
    public final void add(@Nullable String text, long valueMicros) {
        if (update(text, valueMicros)) {
            n++;
        }
    }

    /** The sketch so far. */
    public final Sketch sketch() {
        return n == 0 ? Sketch.EMPTY : Sketch.of(n, bytes());
    }

    /** Whether the event has what this looks at. */
    abstract boolean update(@Nullable String text, long valueMicros);

    abstract byte[] bytes();
}
