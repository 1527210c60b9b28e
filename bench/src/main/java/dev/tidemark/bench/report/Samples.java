package dev.tidemark.bench.report;

import java.util.Arrays;
import java.util.List;

/**
 * What one measure was, round by round.
 *
 * @param rounds in order, one or more
 */
public record Samples(List<Double> rounds) {

    public Samples {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("rounds: one or more");
        }
        rounds = List.copyOf(rounds);
    }

    public static Samples of(Double... rounds) {
        return new Samples(Arrays.asList(rounds));
    }

    /** The middle one, or the mean of the two in the middle. */
    public double median() {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The ratios to another's, round by round: rounds are neighbours in time, so what slows one slows the other. */
    public Samples over(Samples other) {
        Double[] ratios = new Double[rounds.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = rounds.get(i) / other.rounds.get(i);
        }
        return of(ratios);
    }
}
