package dev.tidemark.serving.windows;

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
 * @param behind how far the last page came
 */
record Cursor(String question, long begunMillis, Standpoint at, Position behind) {

    /** Half as long as what a superseded run has published stays readable. */
    static final Duration LIFETIME = Duration.ofHours(12);

    private static final String VERSION = "2";
    private static final int FIELDS = 11;

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
            if (fields.length != FIELDS || !fields[0].equals(VERSION) || fields[10].isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Cursor(
                    fields[1],
                    millis(fields[2]),
                    new Standpoint(millis(fields[3]), fields[4], millis(fields[5])),
                    new Position(
                            new Window(millis(fields[6]), millis(fields[7])), told(fields[8], fields[9], fields[10]))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Position.@Nullable Told told(String start, String end, String key) {
        return key.charAt(0) == '+'
                ? new Position.Told(key.substring(1), new Window(millis(start), millis(end)))
                : null;
    }

    private static String number(long millis) {
        return millis == Watermarks.UNKNOWN ? "" : Long.toString(millis);
    }

    private static long millis(String field) {
        return field.isEmpty() ? Watermarks.UNKNOWN : Long.parseLong(field);
    }
}
