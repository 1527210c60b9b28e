package dev.tidemark.batch.line;

import java.util.Set;

/**
 * A part of the night's work. It takes what the stage before gave and gives what the next one takes; beside that, it reads
 * and makes tables of the engine, and says which. It touches no others that outlive it.
 *
 * @param <I> what it takes
 * @param <O> what it gives
 */
public interface NightStage<I, O> {

    /** The tables of earlier stages that it reads; it changes none of them. */
    Set<NightTable> reads();

    /** The tables that it makes for later ones. What else it makes for itself is gone when it ends. */
    Set<NightTable> makes();

    /** Does it. */
    O run(I input);
}
