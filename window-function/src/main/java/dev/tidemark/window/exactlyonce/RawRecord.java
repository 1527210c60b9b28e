package dev.tidemark.window.exactlyonce;

/**
 * A record as the stream delivers it.
 *
 * @param sequence padded sequence number
 * @param arrivalMillis when the stream took it in, approximately
 * @param partitionKey as it was put
 * @param data its bytes
 */
public record RawRecord(String sequence, long arrivalMillis, String partitionKey, byte[] data) {}
