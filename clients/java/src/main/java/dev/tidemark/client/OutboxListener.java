package dev.tidemark.client;

/**
 * Is told what becomes of events; every method does nothing by default. Called by whoever hands the answer in, while the
 * queue is locked: it must return soon. When the process is killed, what had just happened may be told to nobody.
 */
public interface OutboxListener {

    /** The server has it in its log. */
    default void accepted(String id) {}

    /**
     * The server will never take it, and it is out of the queue.
     *
     * @param code the server's name of the reason, as {@code too_old}
     * @param detail the server's sentence
     */
    default void rejected(String id, String code, String detail) {}

    /**
     * A request brought nothing, and all of it will be sent again.
     *
     * @param status of the answer, or 0 where there was none
     * @param detail what it said
     */
    default void failed(int status, String detail) {}

    /** Something in the storage is not what this client wrote, and was deleted. */
    default void unreadable(String name) {}
}
