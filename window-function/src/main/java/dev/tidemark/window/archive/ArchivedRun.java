package dev.tidemark.window.archive;

import dev.tidemark.platform.ObjectKeys;

/**
 * A run of one shard's records that arrived within one hour, as it is kept.
 *
 * @param shardId of the shard
 * @param first padded sequence number of its first record
 * @param last padded sequence number of its last record
 * @param hourMillis a moment of the hour of arrival
 * @param records how many
 * @param bytes gzip
 */
record ArchivedRun(String shardId, String first, String last, long hourMillis, int records, byte[] bytes) {

    String key() {
        return ObjectKeys.archive(hourMillis, shardId, first, last);
    }
}
