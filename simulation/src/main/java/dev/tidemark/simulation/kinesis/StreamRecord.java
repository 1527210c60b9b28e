package dev.tidemark.simulation.kinesis;

/**
 * A record in the log.
 *
 * @param sequence its number, as Kinesis writes it: decimal, of up to 56 digits, growing within a shard
 * @param arrivalMillis when the service took it
 */
public record StreamRecord(String sequence, long arrivalMillis, String partitionKey, byte[] data) {}
