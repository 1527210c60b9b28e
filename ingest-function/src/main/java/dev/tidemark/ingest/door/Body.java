package dev.tidemark.ingest.door;

import dev.tidemark.ingest.wire.ByteBudget;
import java.util.Arrays;

/**
 * The bytes of one body while they grow, and then while they are read. Room is taken of a budget before there is any
 * memory for it, and given back by {@link #close}. Not thread-safe, but may be handed on.
 */
final class Body implements AutoCloseable {

    private static final int FIRST_BYTES = 4 << 10;
    private static final byte[] NONE = {};

    private final ByteBudget budget;
    private final int most;
    private final Runnable noRoom;
    private byte[] bytes = NONE;
    private int length;

    /**
     * An empty one.
     *
     * @param most bytes that it may have
     * @param noRoom is told when there is no room for it among all bodies
     */
    Body(ByteBudget budget, int most, Runnable noRoom) {
        this.budget = budget;
        this.most = most;
        this.noRoom = noRoom;
    }

    int length() {
        return length;
    }

    /** All of it, in an array of its length. */
    byte[] bytes() {
        if (length < bytes.length) {
            byte[] all = Arrays.copyOf(bytes, length);
            budget.give(bytes.length - length);
            bytes = all;
        }
        return bytes;
    }

    /**
     * Makes room for more bytes and counts them as there; the caller puts them at the end.
     *
     * @param whole whether nothing comes after them
     * @return the array to put them in, from the {@link #length} before
     * @throws ProblemException if the body has too many, or there is no room for them among all bodies
     */
    byte[] grow(int more, boolean whole) {
        if (more > most - length) {
            throw Problem.of(ProblemType.BODY_TOO_LARGE, "a body may have " + most + " bytes")
                    .toException();
        }
        int end = length + more;
        if (end > bytes.length) {
            int capacity = whole ? end : Math.min(most, Math.max(end, Math.max(FIRST_BYTES, 2 * bytes.length)));
            if (!budget.take(capacity - bytes.length)) {
                noRoom.run();
                throw Problem.of(ProblemType.UNAVAILABLE, "too many bodies at once")
                        .toException();
            }
            bytes = Arrays.copyOf(bytes, capacity);
        }
        length = end;
        return bytes;
    }

    @Override
    public void close() {
        budget.give(bytes.length);
        bytes = NONE;
        length = 0;
    }
}
