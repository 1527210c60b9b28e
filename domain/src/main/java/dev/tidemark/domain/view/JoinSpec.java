package dev.tidemark.domain.view;

import java.time.Duration;

/**
 * What makes a pair of two events of one device: a left one and a right one with the same text in a field, whose event times
 * are at most so far apart. The pair's event time is the later of both, its value that of the right event, and its
 * attributes are those of the left one overlaid with those of the right. A pair has no type.
 *
 * @param left type of the left event
 * @param right type of the right event, another
 * @param on the field that both must have, with the same text
 * @param within the largest distance of their event times, inclusive; {@code > 0}, at most {@link View#LONGEST_USE_OF_CELLS}
 */
public record JoinSpec(String left, String right, Field on, Duration within) {
    public JoinSpec {
        if (left.equals(right)) {
            throw new IllegalArgumentException("left and right of a join are two types, not twice '" + left + "'");
        }
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("within > 0 does not hold: it is " + within);
        }
        if (within.compareTo(View.LONGEST_USE_OF_CELLS) > 0) {
            throw new IllegalArgumentException("within <= " + View.LONGEST_USE_OF_CELLS
                    + " does not hold, and halves are kept no longer: it is " + within);
        }
        if (!(on instanceof Field.AttributeField)) {
            throw new IllegalArgumentException("a join is on attributes.<name>, not on " + on);
        }
    }
}
