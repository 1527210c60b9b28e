package dev.tidemark.batch.state;

import org.jspecify.annotations.Nullable;

/**
 * What the batch's own checkpoint says of a shard.
 *
 * @param index its number in the batch's books
 * @param id of the shard
 * @param generation 0 without parents
 * @param sequence padded, read up to here
 * @param objectsFrom padded, before which no archive object begins that holds a record after {@code sequence}
 * @param ordinal number of records read
 * @param clock shard clock there, milliseconds, or null before the first record
 * @param event watermark there, milliseconds, or null for −∞
 * @param received watermark there, milliseconds, or null for −∞
 */
public record KnownShard(
        int index,
        String id,
        int generation,
        String sequence,
        String objectsFrom,
        long ordinal,
        @Nullable Long clock,
        @Nullable Long event,
        @Nullable Long received) {}
