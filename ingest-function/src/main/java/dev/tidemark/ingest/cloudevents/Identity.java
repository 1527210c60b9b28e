package dev.tidemark.ingest.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.ingest.model.Texts;
import dev.tidemark.ingest.reading.ForeignField;
import dev.tidemark.ingest.reading.Scalar;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Who a CloudEvent is: its source and its id together (CloudEvents 1.0, "id"). An event is told from others of its device
 * by its id alone, so that where the source is not the device it becomes part of the id: {@code o-17} of {@code /orders}
 * is {@code o-17@} and the first 16 hex digits of the SHA-256 of {@code /orders}; an id too long for that is a hash of
 * both.
 */
final class Identity {

    private static final int SHORT_HASH_BYTES = 8;
    private static final int LONG_HASH_BYTES = 16;

    private Identity() {}

    /** The event's id; what is no string stays as it is, and what is missing is an empty one, which is refused. */
    static ForeignField of(ForeignField device, ForeignField source, ForeignField id) {
        if (!id.isPresent()) {
            return Scalar.string("");
        }
        boolean sourceSaysMore = source.isPresent() && !source.equals(device);
        if (!sourceSaysMore || !(source instanceof Scalar from) || !(id instanceof Scalar name) || !name.isString()) {
            return id;
        }
        if (Texts.faultOfName(name.text()) != null) {
            return id;
        }
        String both = name.text() + '@' + hash(from.text(), SHORT_HASH_BYTES);
        return Scalar.string(
                Texts.isTooLongForName(both) ? hash(from.text() + '\0' + name.text(), LONG_HASH_BYTES) : both);
    }

    private static String hash(String text, int bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
