package dev.tidemark.ingest.reading;

import dev.tidemark.domain.event.Attribute;

/**
 * A string, number or boolean as a stranger wrote it.
 *
 * @param text the string itself, the number's token, {@code true} or {@code false}
 */
public record Scalar(Attribute.AttributeKind kind, String text) implements ForeignField {

    public static Scalar string(String text) {
        return new Scalar(Attribute.AttributeKind.STRING, text);
    }

    /** A number, by its token. */
    public static Scalar number(String token) {
        return new Scalar(Attribute.AttributeKind.NUMBER, token);
    }

    public boolean isString() {
        return kind == Attribute.AttributeKind.STRING;
    }

    public boolean isNumber() {
        return kind == Attribute.AttributeKind.NUMBER;
    }
}
