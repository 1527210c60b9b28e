package dev.tidemark.domain.event;

/**
 * The value of an attribute: a string, a number or a boolean.
 *
 * @param kind what JSON type it has in the log
 * @param text its canonical text: the string itself, a plain decimal without trailing zeros, {@code true} or
 *     {@code false}; keys and filters compare this text
 */
public record Attribute(AttributeKind kind, String text) {

    /** The JSON type. */
    public enum AttributeKind {
        STRING,
        NUMBER,
        BOOLEAN
    }

    public static Attribute string(String text) {
        return new Attribute(AttributeKind.STRING, text);
    }

    /** A number; {@code plain} is a plain decimal without trailing zeros. */
    public static Attribute number(String plain) {
        return new Attribute(AttributeKind.NUMBER, plain);
    }

    public static Attribute bool(boolean value) {
        return new Attribute(AttributeKind.BOOLEAN, Boolean.toString(value));
    }
}
