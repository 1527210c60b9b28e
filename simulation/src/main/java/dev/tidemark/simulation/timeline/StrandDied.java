package dev.tidemark.simulation.timeline;

/** The end of a strand that was killed. An error, so that no code under test takes it for an answer of a store. */
public final class StrandDied extends Error {

    private static final long serialVersionUID = 1;

    StrandDied(String strand) {
        super(strand + " was killed", null, false, false);
    }
}
