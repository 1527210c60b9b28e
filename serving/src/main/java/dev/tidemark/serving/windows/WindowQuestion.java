package dev.tidemark.serving.windows;

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

    public WindowQuestion {
        if (query.fromMillis() >= query.toMillis()) {
            throw new IllegalArgumentException("'from' is before 'to'");
        }
        if (!query.isBounded()) {
            throw new IllegalArgumentException("'from' and 'to' are both needed");
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
