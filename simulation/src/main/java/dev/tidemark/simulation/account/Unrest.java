package dev.tidemark.simulation.account;

/**
 * How often things go wrong, each as a probability.
 *
 * @param failing a call fails before it has done anything
 * @param losing a call does what it should, and its answer is lost: its caller hears of a failure, or, since the SDK tries
 *     again by itself, it is done twice
 * @param dying the instance dies at a call; what it had sent may still be done, up to a minute later
 * @param freezing the instance stops at a call for minutes, is given up, and goes on as a zombie
 * @param recutting a batch is cut short, a delivery comes twice
 * @param refusing a record of a put is refused
 */
public record Unrest(double failing, double losing, double dying, double freezing, double recutting, double refusing) {

    public static final Unrest NONE = new Unrest(0, 0, 0, 0, 0, 0);

    /** What a bad day looks like: many times what a service really does. */
    public static final Unrest STORMY = new Unrest(0.005, 0.005, 0.003, 0.002, 0.3, 0.02);
}
