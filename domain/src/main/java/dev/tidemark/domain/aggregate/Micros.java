package dev.tidemark.domain.aggregate;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Event values as whole micro-units in a {@code long}: at most 12 integer and 6 fraction digits, so every value is exact
 * and fits ({@code |micros| < 10^18}).
 */
public final class Micros {

    /** Stands for "no value". No value has this number. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int FRACTION_DIGITS = 6;
    private static final int INTEGER_DIGITS = 12;
    private static final int LONGEST_TEXT = 1_000;

    /** Characters of the longest text that {@link #format} makes. */
    public static final int LONGEST_FORMATTED = "-9223372036854.775808".length();

    private static final Pattern JSON_NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

    private Micros() {}

    /**
     * Reads a decimal number in JSON's notation (RFC 8259, section 6): no plus sign, no leading zeros, digits on both sides
     * of a point, an exponent where the device likes one.
     *
     * @return micro-units
     * @throws NumberFormatException if it is no number, or has more than 12 integer or 6 fraction digits; the message
     *     says which
     */
    public static long parse(String text) {
        long fast = parsePlain(text);
        return fast != NONE ? fast : ofDecimal(decimal(text));
    }

    /**
     * Micro-units of a decimal.
     *
     * @throws NumberFormatException with more than 12 integer or 6 fraction digits
     */
    public static long ofDecimal(BigDecimal value) {
        if (value.signum() == 0) {
            return 0;
        }
        long integerDigits = (long) value.precision() - value.scale();
        if (integerDigits > INTEGER_DIGITS) {
            throw new NumberFormatException("more than 12 integer digits");
        }
        if (value.scale() > FRACTION_DIGITS) {
            // A long run of digits is settled before any arithmetic on it.
            if (integerDigits < -FRACTION_DIGITS || value.stripTrailingZeros().scale() > FRACTION_DIGITS) {
                throw new NumberFormatException("more than 6 fraction digits");
            }
        }
        return value.setScale(FRACTION_DIGITS).unscaledValue().longValueExact();
    }

    /** The decimal of so many micro-units, without trailing zeros, never in scientific notation. */
    public static BigDecimal toDecimal(long micros) {
        BigDecimal stripped = BigDecimal.valueOf(micros, FRACTION_DIGITS).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** {@link #toDecimal} as text: {@code 1.25}, {@code -3}, {@code 0}. */
    public static String format(long micros) {
        byte[] text = new byte[LONGEST_FORMATTED];
        int start = format(micros, text);
        return new String(text, start, text.length - start, StandardCharsets.ISO_8859_1);
    }

    /**
     * The same as ASCII, at the end of a buffer.
     *
     * @param text {@link #LONGEST_FORMATTED} bytes or more
     * @return where it begins
     * @throws ArrayIndexOutOfBoundsException if the text is longer than the buffer
     */
    public static int format(long micros, byte[] text) {
        int at = text.length;
        // Digits of negative numbers are counted down from zero: Long.MIN_VALUE has no positive counterpart.
        long rest = micros;
        for (int place = 0; place < FRACTION_DIGITS; place++, rest /= 10) {
            long digit = Math.abs(rest % 10);
            if (digit != 0 || at < text.length) {
                text[--at] = (byte) ('0' + digit);
            }
        }
        if (at < text.length) {
            text[--at] = '.';
        }
        do {
            text[--at] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        if (micros < 0) {
            text[--at] = '-';
        }
        return at;
    }

    private static BigDecimal decimal(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new NumberFormatException("more than " + LONGEST_TEXT + " characters");
        }
        if (!JSON_NUMBER.matcher(text).matches()) {
            throw new NumberFormatException("not a decimal number");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new NumberFormatException("an exponent out of range");
        }
    }

    /** The common shape {@code -?(0|[1-9]d{0,11})(.d{1,6})?} without a detour; {@link #NONE} for all others. */
    private static long parsePlain(String text) {
        int length = text.length();
        int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        int start = at;
        long micros = 0;
        while (at < length && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            micros = micros * 10 + (text.charAt(at++) - '0');
            if (at - start > INTEGER_DIGITS) {
                return NONE;
            }
        }
        if (at == start || (text.charAt(start) == '0' && at - start > 1)) {
            return NONE;
        }
        int fraction = 0;
        if (at < length) {
            if (text.charAt(at++) != '.') {
                return NONE;
            }
            for (; at < length; at++, fraction++) {
                char c = text.charAt(at);
                if (c < '0' || c > '9' || fraction == FRACTION_DIGITS) {
                    return NONE;
                }
                micros = micros * 10 + (c - '0');
            }
            if (fraction == 0) {
                return NONE;
            }
        }
        for (; fraction < FRACTION_DIGITS; fraction++) {
            micros *= 10;
        }
        return start == 1 ? -micros : micros;
    }
}
