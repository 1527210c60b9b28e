package dev.tidemark.infra.stack;

import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;

/**
 * An alarm: what is watched, when it rings, and one sentence of what to do, which its mail carries. The runbook has a
 * section with the same name.
 *
 * @param name what it is called after the stage's prefix, and its anchor in the runbook
 * @param todo one sentence
 * @param metric what is watched
 * @param comparison how a value is compared with the threshold
 * @param threshold in the metric's unit
 * @param periods how many of the last values are looked at
 * @param breaching how many of them must be beyond the threshold
 * @param missing what a period without a value means
 */
record AlarmSpec(
        String name,
        String todo,
        IMetric metric,
        ComparisonOperator comparison,
        double threshold,
        int periods,
        int breaching,
        TreatMissingData missing) {

    private static final String RUNBOOK = "docs/runbook.md#";

    /** Rings when a value is above the threshold, and is quiet without one. */
    static AlarmSpec above(double threshold, String name, IMetric metric, String todo) {
        return new AlarmSpec(
                name,
                todo,
                metric,
                ComparisonOperator.GREATER_THAN_THRESHOLD,
                threshold,
                1,
                1,
                TreatMissingData.NOT_BREACHING);
    }

    /** Rings only when so many of so many periods breach. */
    AlarmSpec after(int breaches, int outOf) {
        return new AlarmSpec(name, todo, metric, comparison, threshold, outOf, breaches, missing);
    }

    /** Rings when there is no value as well, as for a tick that does not run and so counts nothing. */
    AlarmSpec orSilence() {
        return new AlarmSpec(name, todo, metric, comparison, threshold, periods, breaching, TreatMissingData.BREACHING);
    }

    /** The sentence, and where to read on. */
    String description() {
        return todo + " " + RUNBOOK + name;
    }
}
