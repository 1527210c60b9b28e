package dev.tidemark.domain.fold;

import java.util.List;
import java.util.Set;

/**
 * What one step changes in one join view.
 *
 * @param withinMillis of the view
 * @param halves that came, in log order
 * @param matched halves that became part of a pair, whether they came before this step or in it
 * @param unmatched halves that were collected at its end
 */
public record JoinDelta(long withinMillis, List<Half> halves, Set<Half> matched, Unmatched unmatched) {
    public JoinDelta {
        halves = List.copyOf(halves);
        matched = Set.copyOf(matched);
    }
}
