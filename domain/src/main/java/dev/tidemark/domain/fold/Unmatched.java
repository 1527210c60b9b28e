package dev.tidemark.domain.fold;

/**
 * Halves of a join that were collected without ever having been part of a pair.
 *
 * @param left halves, {@code >= 0}
 * @param right halves, {@code >= 0}
 */
public record Unmatched(long left, long right) {

    public static final Unmatched NONE = new Unmatched(0, 0);

    /** Both together. */
    public Unmatched plus(Unmatched other) {
        return new Unmatched(left + other.left, right + other.right);
    }

    Unmatched plusOne(JoinSide side) {
        return side == JoinSide.LEFT ? new Unmatched(left + 1, right) : new Unmatched(left, right + 1);
    }
}
