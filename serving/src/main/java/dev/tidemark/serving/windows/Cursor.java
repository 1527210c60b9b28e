package dev.tidemark.serving.windows;

import dev.tidemark.domain.view.View;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.domain.window.Window;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the next page of an answer depends on: the question, the standpoint of the first page, and how far it has come.
 * What is published meanwhile changes no settled window of later pages, and none comes twice or is missing.
 *
 * @param question hash of what was asked
 * @param begunMillis when the first page was read, by the wall clock, to the minute
 * @param at the standpoint of all pages
 * @param told whether one of the pages up to it had a value
 * @param behind how far the last page came
 */
record Cursor(String question, long begunMillis, Standpoint at, boolean told, Position behind) {

    /** Half as long as what a superseded run has published stays readable. */
    static final Duration LIFETIME = Duration.ofHours(12);

    private static final String VERSION = "3";
    private static final int FIELDS = 12;
    private static final int LONGEST_RUN = 64;

    /** A frame, a watermark or a session that a question has to do with may begin or end so long outside its bounds. */
    private static final long MARGIN_MILLIS = Duration.ofDays(36_525).toMillis();

    /** So much clocks of two instances may differ. */
    private static final long CLOCKS_MILLIS = Duration.ofMinutes(1).toMillis();

    /** Whether it was not begun yet: then nobody here has written it. */
    boolean isAhead(long nowMillis) {
        return begunMillis > nowMillis + CLOCKS_MILLIS;
    }

    /** Whether it may be gone on from. */
    boolean isAlive(long nowMillis) {
        return nowMillis - begunMillis <= LIFETIME.toMillis();
    }

    /** As it goes to and fro: letters, digits, {@code -} and {@code _}. */
    String text() {
        Position.Told last = behind.last();
        String fields = String.join(
                "\n",
                VERSION,
                question,
                number(begunMillis),
                number(at.publishedMillis()),
                at.run(),
                number(at.verifiedThroughMillis()),
                told ? "1" : "0",
                number(behind.frame().startMillis()),
                number(behind.frame().endMillis()),
                last == null ? "" : number(last.window().startMillis()),
                last == null ? "" : number(last.window().endMillis()),
                last == null ? "-" : "+" + last.key());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fields.getBytes(StandardCharsets.UTF_8));
    }

    /** What {@link #text} wrote; empty for any other text. */
    static Optional<Cursor> read(String text) {
        try {
            String[] fields =
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", FIELDS);
            if (fields.length != FIELDS
                    || !fields[0].equals(VERSION)
                    || fields[4].length() > LONGEST_RUN
                    || !fields[6].matches("[01]")) {
                return Optional.empty();
            }
            return Optional.of(new Cursor(
                    fields[1],
                    time(fields[2]),
                    new Standpoint(watermark(fields[3]), fields[4], watermark(fields[5])),
                    fields[6].equals("1"),
                    new Position(window(fields[7], fields[8]), last(fields[9], fields[10], fields[11]))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Position.@Nullable Told last(String start, String end, String key) {
        if (key.equals("-")) {
            return null;
        }
        // A key as a question may have it, behind the sign that there is one.
        if (!key.startsWith("+") || key.length() > 1 + View.LONGEST_KEY_BYTES) {
            throw new IllegalArgumentException("no key");
        }
        return new Position.Told(key.substring(1), window(start, end));
    }

    private static Window window(String start, String end) {
        return new Window(time(start), time(end));
    }

    private static String number(long millis) {
        return millis == Watermarks.UNKNOWN ? "" : Long.toString(millis);
    }

    private static long watermark(String field) {
        return field.isEmpty() ? Watermarks.UNKNOWN : time(field);
    }

    private static long time(String field) {
        long millis = Long.parseLong(field);
        if (millis < WindowQuestion.EARLIEST_MILLIS - MARGIN_MILLIS
                || millis > WindowQuestion.LATEST_MILLIS + MARGIN_MILLIS) {
            throw new IllegalArgumentException("no time: " + millis);
        }
        return millis;
    }
}
