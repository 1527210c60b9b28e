package dev.tidemark.local.chaos;

/** Something that is done to the running platform once so many events have been posted. */
sealed interface Act {

    /** How many events have been posted when it is done, at the earliest. */
    long atEvent();

    /** SIGKILL to an instance of the function, inside an invocation. */
    record Kill(long atEvent, String function) implements Act {}

    /**
     * A shard becomes two.
     *
     * @param choice picks the shard among those that are open then
     */
    record Split(long atEvent, int choice) implements Act {}

    /**
     * Two neighbouring shards become one.
     *
     * @param choice picks the pair among those that are open then
     */
    record Merge(long atEvent, int choice) implements Act {}
}
