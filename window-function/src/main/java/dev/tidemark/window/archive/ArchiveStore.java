package dev.tidemark.window.archive;

/** Takes the archive's objects. */
public interface ArchiveStore {

    /** Stores an object under its key. */
    void put(String key, byte[] gzip);
}
