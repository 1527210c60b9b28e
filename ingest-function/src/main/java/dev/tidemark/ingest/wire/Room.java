package dev.tidemark.ingest.wire;

/**
 * The bytes of answers that wait on one connection until they are on the wire: some at most when one more is added, and all
 * of them from a budget that every connection of the server takes from. What is small needs no room: of answers there are
 * few at once on a connection, and nobody's small one is to fail of what others do not take. Lives on the connection's event
 * loop.
 */
final class Room {

    /** Several of the largest receipts of one body. */
    static final int MOST_BYTES = 512 << 10;

    /** Any problem document, any stamps, and the receipt of an ordinary body. */
    static final int SMALL_BYTES = 1 << 10;

    private final ByteBudget all;
    private int taken;

    /**
     * Nothing waits.
     *
     * @param all what the whole server has
     */
    Room(ByteBudget all) {
        this.all = all;
    }

    /** What so many bytes take. */
    static int neededFor(int bytes) {
        return bytes > SMALL_BYTES ? bytes : 0;
    }

    /** Takes so much; false, and none taken, if there is none. */
    boolean take(int needed) {
        if (needed == 0) {
            return true;
        }
        if (taken >= MOST_BYTES || !all.take(needed)) {
            return false;
        }
        taken += needed;
        return true;
    }

    /** Gives back what was taken. */
    void give(int needed) {
        taken -= needed;
        all.give(needed);
    }
}
