package dev.tidemark.ingest.snowplow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.ingest.reading.ForeignBody;
import dev.tidemark.ingest.reading.ForeignField;
import dev.tidemark.ingest.reading.ForeignItem;
import dev.tidemark.ingest.reading.Scalar;
import dev.tidemark.ingest.reading.Shape;
import dev.tidemark.ingest.reading.UnreadableException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document in a field of a payload: JSON in a string, or its UTF-8 in base64 for URLs. It is never larger than the body that
 * it came in.
 *
 * @param field it came in, for messages
 * @param json its text, or null if the payload has none
 */
record Embedded(String field, byte @Nullable [] json) {

    /**
     * The document in one of two fields.
     *
     * @param base64 the field that has it in base64
     * @param plain the field that has it as it is
     * @throws UnreadableException if it is no string, or no base64
     */
    static Embedded of(ForeignItem payload, String base64, String plain) throws UnreadableException {
        ForeignField encoded = payload.get(base64);
        if (encoded.isPresent()) {
            try {
                return new Embedded(base64, Base64.getUrlDecoder().decode(text(encoded, base64)));
            } catch (IllegalArgumentException e) {
                throw unreadable(base64 + " is no base64 for URLs");
            }
        }
        ForeignField text = payload.get(plain);
        return new Embedded(plain, text.isPresent() ? text(text, plain).getBytes(UTF_8) : null);
    }

    /**
     * The document as an object, empty if there is none.
     *
     * @throws UnreadableException if it is no object
     */
    ForeignItem object(Shape shape) throws UnreadableException {
        if (json == null) {
            return ForeignItem.empty(shape);
        }
        try {
            return ForeignBody.readObject(json, shape);
        } catch (UnreadableException e) {
            throw unreadable(field + ": " + e.getMessage());
        }
    }

    /**
     * The objects in the document's {@code data}, none if there is no document; null for one that is no object.
     *
     * @throws UnreadableException if it is no object with an array there
     */
    List<@Nullable ForeignItem> items(Shape shape) throws UnreadableException {
        if (json == null) {
            return List.of();
        }
        try {
            return ForeignBody.read(json, Shape.of(), "data", shape).items();
        } catch (UnreadableException e) {
            throw unreadable(field + ": " + e.getMessage());
        }
    }

    private static String text(ForeignField field, String name) throws UnreadableException {
        if (field instanceof Scalar scalar && scalar.isString()) {
            return scalar.text();
        }
        throw unreadable(name + " is no string");
    }

    private static UnreadableException unreadable(String detail) {
        return new UnreadableException(UnreadableException.Reason.ENVELOPE, detail, 0, 0);
    }
}
