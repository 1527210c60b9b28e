package dev.tidemark.platform.item;

/**
 * Halves of a join that were collected without ever having met another, as heads have them.
 *
 * @param left halves
 * @param right halves
 */
public record UnmatchedHalves(long left, long right) {

    private static final String LEFT = "left";
    private static final String RIGHT = "right";

    static UnmatchedHalves read(AttributeReader map) {
        return new UnmatchedHalves(map.number(LEFT), map.number(RIGHT));
    }

    AttributeWriter write() {
        return new AttributeWriter().number(LEFT, left).number(RIGHT, right);
    }
}
