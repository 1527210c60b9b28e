package dev.tidemark.window.exactlyonce;

/** Where records go that cannot be processed, so that they block nothing and are not lost. */
public interface Quarantine {

    /** Keeps a record's bytes with the reason. Repetition changes nothing. */
    void put(String shardId, RawRecord record, String reason);
}
