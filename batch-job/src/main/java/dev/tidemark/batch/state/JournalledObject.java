package dev.tidemark.batch.state;

import dev.tidemark.platform.item.ArchiveObjectItem;

/**
 * An archive object as its journal entry describes it.
 *
 * @param shard index of the shard
 * @param first padded sequence number of its first record
 * @param last padded sequence number of its last record
 * @param key in the bucket
 * @param records number of lines
 * @param sha256 of its bytes, lower-case hex
 */
public record JournalledObject(int shard, String first, String last, String key, long records, String sha256) {

    /** As the journal has it, of the shard with this index. */
    public static JournalledObject of(int shard, ArchiveObjectItem item) {
        return new JournalledObject(shard, item.first(), item.last(), item.objectKey(), item.records(), item.sha256());
    }
}
