package dev.tidemark.simulation.timeline;

/** Something happened that the simulation does not foresee: a fault of the simulation, or of the code in it. */
public final class SimulationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public SimulationFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
