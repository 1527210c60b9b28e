package dev.tidemark.ingest.posthog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.ingest.reading.UnreadableException;
import java.net.URLDecoder;
import java.util.Base64;

/**
 * How the SDK for browsers wraps a body that a beacon is to carry without a preflight: the JSON's base64 as the field {@code data} of a
 * form.
 */
final class Wrapping {

    private static final byte[] FIELD = "data=".getBytes(UTF_8);

    private Wrapping() {}

    /**
     * The JSON itself.
     *
     * @throws UnreadableException if it is wrapped, and no base64
     */
    static byte[] off(byte[] body) throws UnreadableException {
        for (int i = 0; i < FIELD.length; i++) {
            if (i >= body.length || body[i] != FIELD[i]) {
                return body;
            }
        }
        try {
            String form = new String(body, FIELD.length, body.length - FIELD.length, UTF_8);
            int end = form.indexOf('&');
            return Base64.getDecoder().decode(URLDecoder.decode(end < 0 ? form : form.substring(0, end), UTF_8));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(UnreadableException.Reason.SYNTAX, "data is no base64", 0, 0);
        }
    }
}
