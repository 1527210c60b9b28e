package dev.tidemark.domain.event;

import java.nio.charset.StandardCharsets;

/**
 * Instants as text: RFC 3339 in, milliseconds since 1970-01-01T00:00:00Z inside, {@code 2026-11-22T01:02:03.456Z} out.
 *
 * <p>Reading is strict: {@code YYYY-MM-DDTHH:MM:SS[.f{1,9}](Z|±HH:MM)}, upper-case letters, a date that exists, hours 00
 * to 23, no leap seconds, offsets up to ±18:00. Fractions beyond the millisecond are cut off, which is the floor. Years
 * 0000 to 9999, in UTC too: whatever can be read can be written.
 */
public final class IsoInstant {

    /** What {@link #parse} answers for text that is no instant. No instant of years 0000 to 9999 has this value. */
    public static final long UNREADABLE = Long.MIN_VALUE;

    private static final long MILLIS_A_DAY = 86_400_000L;
    private static final int MILLIS_A_MINUTE = 60_000;
    private static final int MINUTES_A_DAY = 1_440;
    private static final long MIN_YEAR_0000 = -62_167_219_200_000L;
    private static final long END_YEAR_9999 = 253_402_300_800_000L;

    /** Characters of an instant that {@link #format} wrote. */
    static final int LENGTH = 24;

    /** Of them, those that all instants of a minute begin with. */
    static final int MINUTE_LENGTH = 17;

    private IsoInstant() {}

    /** Milliseconds since the epoch, or {@link #UNREADABLE}. */
    public static long parse(String text) {
        int length = text.length();
        if (length < 20
                || length > 35
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return UNREADABLE;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > daysIn(year, month)
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59) {
            return UNREADABLE;
        }
        int at = 19;
        int millis = 0;
        if (text.charAt(at) == '.') {
            int digits = 0;
            int scale = 100;
            for (at++; at < length && isDigit(text.charAt(at)); at++, digits++) {
                millis += (text.charAt(at) - '0') * scale;
                scale /= 10;
            }
            if (digits < 1 || digits > 9) {
                return UNREADABLE;
            }
        }
        int offsetMinutes = offsetMinutes(text, at);
        if (offsetMinutes == Integer.MIN_VALUE) {
            return UNREADABLE;
        }
        long seconds = (hour * 60L + minute - offsetMinutes) * 60L + second;
        long epochMillis = epochDay(year, month, day) * MILLIS_A_DAY + seconds * 1000L + millis;
        // The offset may carry the first and the last day out of range.
        return isWritable(epochMillis) ? epochMillis : UNREADABLE;
    }

    /**
     * The instant as {@code 2026-11-22T01:02:03.456Z}: always {@value #LENGTH} characters, so that the order of texts is
     * the order of instants.
     *
     * @throws IllegalArgumentException outside years 0000 to 9999
     */
    public static String format(long epochMillis) {
        byte[] out = new byte[LENGTH];
        writeMinute(minuteOf(epochMillis), out);
        writeRest(epochMillis, out, MINUTE_LENGTH);
        return new String(out, StandardCharsets.ISO_8859_1);
    }

    /**
     * The instant's minute.
     *
     * @return minutes since the epoch
     * @throws IllegalArgumentException outside years 0000 to 9999
     */
    static long minuteOf(long epochMillis) {
        if (!isWritable(epochMillis)) {
            throw new IllegalArgumentException("instant out of years 0000 to 9999: " + epochMillis + " ms");
        }
        return Math.floorDiv(epochMillis, MILLIS_A_MINUTE);
    }

    /** What {@link #format} begins with for all instants of a minute, as ASCII, into the first bytes of {@code out}. */
    static void writeMinute(long epochMinute, byte[] out) {
        writeDate(Math.floorDiv(epochMinute, MINUTES_A_DAY), out);
        int ofDay = Math.floorMod(epochMinute, MINUTES_A_DAY);
        out[10] = 'T';
        put(out, 11, ofDay / 60, 2);
        out[13] = ':';
        put(out, 14, ofDay % 60, 2);
        out[16] = ':';
    }

    /** What {@link #format} has after that, into {@code out} from {@code at}. */
    static void writeRest(long epochMillis, byte[] out, int at) {
        int ofMinute = Math.floorMod(epochMillis, MILLIS_A_MINUTE);
        put(out, at, ofMinute / 1000, 2);
        out[at + 2] = '.';
        put(out, at + 3, ofMinute % 1000, 3);
        out[at + 6] = 'Z';
    }

    private static boolean isWritable(long epochMillis) {
        return epochMillis >= MIN_YEAR_0000 && epochMillis < END_YEAR_9999;
    }

    private static int offsetMinutes(String text, int at) {
        int length = text.length();
        if (at == length - 1 && text.charAt(at) == 'Z') {
            return 0;
        }
        if (at != length - 6 || text.charAt(at + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = number(text, at + 1, at + 3);
        int minutes = number(text, at + 4, at + 6);
        if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 18 * 60) {
            return Integer.MIN_VALUE;
        }
        return switch (text.charAt(at)) {
            case '+' -> hours * 60 + minutes;
            case '-' -> -(hours * 60 + minutes);
            default -> Integer.MIN_VALUE;
        };
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Days since the epoch of a proleptic Gregorian date; Howard Hinnant, "chrono-compatible date algorithms". */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468L;
    }

    /** The date that {@link #format} begins with. The inverse of {@link #epochDay}, from the same source. */
    private static void writeDate(long epochDay, byte[] out) {
        int days = (int) (epochDay + 719_468L);
        int era = Math.floorDiv(days, 146_097);
        int dayOfEra = days - era * 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        put(out, 0, era * 400 + yearOfEra + (month <= 2 ? 1 : 0), 4);
        out[4] = '-';
        put(out, 5, month, 2);
        out[7] = '-';
        put(out, 8, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2);
    }

    private static void put(byte[] out, int at, int value, int digits) {
        int rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
