package dev.tidemark.domain.fold;

/** Which half of a pair an event is. */
public enum JoinSide {
    LEFT("left"),
    RIGHT("right");

    private final String wireName;

    JoinSide(String wireName) {
        this.wireName = wireName;
    }

    /** The name in items. */
    public String wireName() {
        return wireName;
    }

    /**
     * The side of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static JoinSide ofWireName(String name) {
        for (JoinSide side : values()) {
            if (side.wireName.equals(name)) {
                return side;
            }
        }
        throw new IllegalArgumentException("a half is left or right, not '" + name + "'");
    }
}
