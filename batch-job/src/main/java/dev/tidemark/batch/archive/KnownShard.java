package dev.tidemark.batch.archive;

/**
 * What the batch's own checkpoint says of a shard.
 *
 * @param index its number in the batch's books
 * @param id of the shard
 * @param generation 0 without parents
 * @param sequence padded, read up to here
 * @param ordinal number of records read
 */
public record KnownShard(int index, String id, int generation, String sequence, long ordinal) {}
