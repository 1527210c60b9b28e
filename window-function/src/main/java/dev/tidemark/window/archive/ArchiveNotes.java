package dev.tidemark.window.archive;

/** What the archive says of itself: every object, and how far each shard has come. */
public interface ArchiveNotes {

    /**
     * An object that is stored.
     *
     * @param key of the object
     * @param first padded sequence number of its first record
     * @param last padded sequence number of its last record
     * @param records how many
     * @param bytes its size
     * @param sha256 of its bytes, lower-case hex
     */
    record ObjectNote(String key, String first, String last, int records, long bytes, String sha256) {}

    /** Notes an object. Repetition changes nothing. */
    void note(String shardId, ObjectNote entry);

    /** Moves the shard's archive head to this padded sequence number; it never goes back. */
    void advance(String shardId, String sequence);
}
