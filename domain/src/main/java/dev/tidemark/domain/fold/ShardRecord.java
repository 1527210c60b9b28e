package dev.tidemark.domain.fold;

import dev.tidemark.domain.event.LogRecord;

/** A record in its shard: read, or found unreadable and set aside. */
public sealed interface ShardRecord {

    /** The padded sequence number. */
    String sequence();

    /** A record that was read. */
    record Readable(String sequence, LogRecord record) implements ShardRecord {}

    /** A record that is in quarantine: it is counted and moves nothing. */
    record Quarantined(String sequence) implements ShardRecord {}
}
