package dev.tidemark.batch.state;

/**
 * From which record on a shard is read with which version of the views.
 *
 * @param shard its number in the batch's books
 * @param record number of the last record that is read with the version before it
 * @param version in force from the next record on; empty where nobody knows it
 */
public record ViewsSwitch(int shard, long record, String version) {}
