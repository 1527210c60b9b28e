package dev.tidemark.bench.report;

/**
 * What was asked for, and what came out.
 *
 * @param name of what is compared
 * @param samples round by round
 * @param target the bound of the median
 * @param atLeast whether the target is a lower bound; else it is an upper one
 */
public record Ratio(String name, Samples samples, double target, boolean atLeast) {

    public static Ratio atLeast(String name, Samples samples, double target) {
        return new Ratio(name, samples, target, true);
    }

    public static Ratio atMost(String name, Samples samples, double target) {
        return new Ratio(name, samples, target, false);
    }

    /** Whether the median is within the target. */
    public boolean met() {
        return atLeast ? samples.median() >= target : samples.median() <= target;
    }
}
