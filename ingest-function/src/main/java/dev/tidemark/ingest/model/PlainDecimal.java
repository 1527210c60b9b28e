package dev.tidemark.ingest.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as attributes: one text for one number, so that a key is the same key however a device writes it, and no reader
 * of the log loses a digit: a whole number within ±(2^63−1), or at most 15 significant and 6 fraction digits.
 */
public final class PlainDecimal {

    private static final int SIGNIFICANT_DIGITS = 15;
    private static final int FRACTION_DIGITS = 6;
    private static final int DIGITS_OF_LONG = 19;
    private static final int LONGEST_TEXT = 1_000;
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private PlainDecimal() {}

    /**
     * The number as a plain decimal without trailing zeros, exponent or minus zero; null where it is out of bounds.
     *
     * @param number in JSON's notation
     */
    public static @Nullable String of(String number) {
        if (isCanonicalInteger(number)) {
            return number;
        }
        if (number.length() > LONGEST_TEXT) {
            return null;
        }
        BigDecimal decimal;
        try {
            decimal = new BigDecimal(number);
        } catch (NumberFormatException e) {
            return null; // an exponent beyond int
        }
        if (decimal.signum() == 0) {
            return "0";
        }
        // No arithmetic before the magnitude is known: 1e2000000000 has one digit and two thousand million zeros.
        if ((long) decimal.precision() - decimal.scale() > DIGITS_OF_LONG) {
            return null;
        }
        decimal = decimal.stripTrailingZeros();
        boolean fits = decimal.scale() <= 0
                ? decimal.toBigIntegerExact().abs().compareTo(LARGEST) <= 0
                : decimal.precision() <= SIGNIFICANT_DIGITS && decimal.scale() <= FRACTION_DIGITS;
        return fits ? decimal.toPlainString() : null;
    }

    /** Up to 18 digits, no leading zero, no minus zero: what most numbers are. */
    private static boolean isCanonicalInteger(String number) {
        int length = number.length();
        int start = length > 0 && number.charAt(0) == '-' ? 1 : 0;
        if (length == start || length - start >= DIGITS_OF_LONG || (number.charAt(start) == '0' && length > 1)) {
            return false;
        }
        for (int i = start; i < length; i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
