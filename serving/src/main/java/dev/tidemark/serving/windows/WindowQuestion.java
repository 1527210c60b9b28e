package dev.tidemark.serving.windows;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a caller asks about the windows of one view; it has a beginning and an end, and combinations that have no answer cannot be
 * made.
 *
 * @param view of any version
 * @param layer whose word is asked for
 * @param query with a beginning and an end; as of a watermark of the stream alone
 * @param lateness what the stream would have said with this allowed lateness; empty for what it says
 */
public record WindowQuestion(View view, Layer layer, WindowQuery query, Optional<Duration> lateness) {

    /** The earliest instant that can be asked for: what lies around a window can still be written in years of four digits. */
    public static final long EARLIEST_MILLIS = IsoInstant.parse("1000-01-01T00:00:00Z");

    /** The latest, likewise. */
    public static final long LATEST_MILLIS = IsoInstant.parse("9000-01-01T00:00:00Z");

    public WindowQuestion {
        if (!query.isBounded()) {
            throw new IllegalArgumentException("'from' and 'to' are both needed");
        }
        requireInBounds("from", query.fromMillis());
        requireInBounds("to", query.toMillis());
        query.asOfMillis().ifPresent(asOf -> requireInBounds("asOf", asOf));
        String key = query.key();
        if (key != null && key.getBytes(StandardCharsets.UTF_8).length > View.LONGEST_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "'key' has at most " + View.LONGEST_KEY_BYTES + " bytes of UTF-8: no window has a longer one");
        }
        if (query.fromMillis() >= query.toMillis()) {
            throw new IllegalArgumentException("'from' is before 'to'");
        }
        if (layer != Layer.STREAM && query.asOfMillis().isPresent()) {
            throw new IllegalArgumentException(
                    "'asOf' is asked of the stream: it goes with layer=stream alone, and not with" + " layer="
                            + layer.wireName());
        }
        if (layer != Layer.STREAM && lateness.isPresent()) {
            throw new IllegalArgumentException(
                    "'lateness' is asked of the stream: it goes with layer=stream alone, and not" + " with layer="
                            + layer.wireName());
        }
        if (lateness.isPresent() && view.window() instanceof WindowSpec.Session) {
            throw new IllegalArgumentException("'lateness' is not asked of sessions here, of which one moves the next:"
                    + " './tidemark windows --lateness' reads all of them");
        }
        lateness.ifPresent(view::withAllowedLateness);
    }

    private static void requireInBounds(String name, long millis) {
        if (millis < EARLIEST_MILLIS || millis > LATEST_MILLIS) {
            throw new IllegalArgumentException("'" + name + "' lies in the years 1000 to 9000");
        }
    }

    /** A hash of all of it. */
    String hash() {
        String text = view.id() + "\n" + layer + "\n" + query + "\n" + lateness;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
