package dev.tidemark.domain.event;

/**
 * Kinesis sequence numbers as text that sorts: left-padded with zeros to {@value #WIDTH} digits. Kinesis hands out up to
 * 56 digits, which fits neither a {@code long} nor a DynamoDB number.
 */
public final class Sequence {

    public static final int WIDTH = 64;

    /** Before every record of a shard. */
    public static final String NONE = "0".repeat(WIDTH);

    private Sequence() {}

    /**
     * The padded form.
     *
     * @throws IllegalArgumentException if it is no run of 1 to {@value #WIDTH} digits
     */
    public static String pad(String sequence) {
        int length = sequence.length();
        if (length == 0 || length > WIDTH || !sequence.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("1 to " + WIDTH + " digits expected: '" + sequence + "'");
        }
        return NONE.substring(length) + sequence;
    }

    /** As Kinesis writes it: without the padding, {@code "0"} for {@link #NONE}. */
    public static String unpad(String padded) {
        int at = 0;
        while (at < padded.length() - 1 && padded.charAt(at) == '0') {
            at++;
        }
        return padded.substring(at);
    }
}
