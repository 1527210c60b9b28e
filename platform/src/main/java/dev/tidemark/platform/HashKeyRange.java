package dev.tidemark.platform;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash keys of a shard: a partition key belongs to the shard whose range holds its MD5, read as an unsigned number of
 * 128 bits (Kinesis API reference, {@code PutRecord}).
 *
 * @param first smallest hash key, {@code 0 <= first <= last}
 * @param last largest hash key, inclusive, {@code < 2^128}
 */
public record HashKeyRange(BigInteger first, BigInteger last) {

    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    /** Every hash key. */
    public static final HashKeyRange ALL = new HashKeyRange(BigInteger.ZERO, LARGEST);

    public HashKeyRange {
        if (first.signum() < 0 || first.compareTo(last) > 0 || last.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException(
                    "0 <= first <= last < 2^128 does not hold: first is " + first + ", last is " + last);
        }
    }

    /** From the decimal numbers that Kinesis lists. */
    public static HashKeyRange of(String first, String last) {
        return new HashKeyRange(new BigInteger(first), new BigInteger(last));
    }

    /**
     * Reads {@code <first>-<last>}.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static HashKeyRange parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 1) {
            throw new IllegalArgumentException("no range of hash keys: '" + text + "'");
        }
        return of(text.substring(0, dash), text.substring(dash + 1));
    }

    /** Whether records with this partition key go to the shard of this range. */
    public boolean contains(String partitionKey) {
        BigInteger hash = hashOf(partitionKey);
        return first.compareTo(hash) <= 0 && hash.compareTo(last) <= 0;
    }

    private static BigInteger hashOf(String partitionKey) {
        try {
            return new BigInteger(
                    1, MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
