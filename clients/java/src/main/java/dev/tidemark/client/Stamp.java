package dev.tidemark.client;

/** Instants as RFC 3339 has them, in UTC with milliseconds. Android below API level 26 has no {@code java.time}. */
final class Stamp {

    private static final long DAY = 86_400_000L;
    private static final int LENGTH = "2026-11-22T01:02:03.456Z".length();

    private Stamp() {}

    /** {@code 2026-11-22T01:02:03.456Z}; years before 0 and after 9999 become those. */
    static String format(long epochMillis) {
        long millis = Math.max(-62_167_219_200_000L, Math.min(253_402_300_799_999L, epochMillis));
        long days = Math.floorDiv(millis, DAY);
        long ofDay = Math.floorMod(millis, DAY);
        // From days to a civil date: eras of 400 years that begin in March (Howard Hinnant, "chrono-compatible date
        // algorithms").
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        long dayOfEra = Math.floorMod(shifted, 146_097L);
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        StringBuilder text = new StringBuilder(LENGTH);
        digits(text, year, 4).append('-');
        digits(text, month, 2).append('-');
        digits(text, day, 2).append('T');
        digits(text, ofDay / 3_600_000, 2).append(':');
        digits(text, ofDay / 60_000 % 60, 2).append(':');
        digits(text, ofDay / 1_000 % 60, 2).append('.');
        return digits(text, ofDay % 1_000, 3).append('Z').toString();
    }

    /**
     * What {@link #format} gave, which is how the server writes its own stamps.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    static long parse(String text) {
        if (text.length() != LENGTH) {
            throw new IllegalArgumentException("not a stamp: " + text);
        }
        long year = number(text, 0, 4);
        long month = number(text, 5, 7);
        long day = number(text, 8, 10);
        long marchYear = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(marchYear, 400L);
        long yearOfEra = Math.floorMod(marchYear, 400L);
        long dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        long days = era * 146_097 + dayOfEra - 719_468;
        long millis = days * DAY
                + number(text, 11, 13) * 3_600_000
                + number(text, 14, 16) * 60_000
                + number(text, 17, 19) * 1_000
                + number(text, 20, 23);
        if (!format(millis).equals(text)) {
            throw new IllegalArgumentException("not a stamp: " + text);
        }
        return millis;
    }

    private static long number(String text, int from, int to) {
        return Long.parseLong(text.substring(from, to));
    }

    private static StringBuilder digits(StringBuilder text, long number, int width) {
        String plain = Long.toString(number);
        for (int i = plain.length(); i < width; i++) {
            text.append('0');
        }
        return text.append(plain);
    }
}
