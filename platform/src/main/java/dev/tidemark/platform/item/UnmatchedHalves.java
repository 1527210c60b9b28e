package dev.tidemark.platform.item;

/**
 * Halves of a join that were collected without ever having met another, as heads have them.
 *
 * @param left halves
 * @param right halves
 */
public record UnmatchedHalves(long left, long right) {

    /** None of either side. */
    public static final UnmatchedHalves NONE = new UnmatchedHalves(0, 0);

    private static final String LEFT = "left";
    private static final String RIGHT = "right";

    /** Those of two heads together. */
    public UnmatchedHalves plus(UnmatchedHalves other) {
        return new UnmatchedHalves(left + other.left, right + other.right);
    }

    static UnmatchedHalves read(AttributeReader map) {
        return new UnmatchedHalves(map.number(LEFT), map.number(RIGHT));
    }

    AttributeWriter write() {
        return new AttributeWriter().number(LEFT, left).number(RIGHT, right);
    }
}
