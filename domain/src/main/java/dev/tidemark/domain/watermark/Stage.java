package dev.tidemark.domain.watermark;

import java.util.Locale;

/** What an event passes through, in its order. */
public enum Stage {
    /** Into the log. */
    INGESTED,
    /** From the log into its shard's cells. */
    SHARD,
    /** All shards together. */
    GLOBAL,
    /** Panes. */
    PUBLISHED,
    /** Cells that the archive has as well, so that the batch can compare them. */
    ARCHIVED,
    /** Windows that the batch has compared and found sound. */
    VERIFIED;

    /** In lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
