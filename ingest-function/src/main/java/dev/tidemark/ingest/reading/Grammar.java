package dev.tidemark.ingest.reading;

import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.ingest.model.PlainDecimal;
import dev.tidemark.ingest.model.Texts;
import java.util.Optional;

/**
 * What a time, a value and an attribute may look like, in every protocol.
 *
 * <ul>
 *   <li>A time is an instant of RFC 3339, or a whole number of 13 digits: milliseconds since 1970, from 2001 to 2286. Seconds
 *       and microseconds have other lengths, and are none.
 *   <li>A value is a number, or a string that holds one, in JSON's notation both times.
 *   <li>An attribute is a string, a number or a boolean within its bounds.
 * </ul>
 */
public final class Grammar {

    private static final int MILLIS_DIGITS = 13;

    private static final Optional<Attribute.AttributeKind> STRING = Optional.of(Attribute.AttributeKind.STRING);
    private static final Optional<Attribute.AttributeKind> NUMBER = Optional.of(Attribute.AttributeKind.NUMBER);
    private static final Optional<Attribute.AttributeKind> BOOLEAN = Optional.of(Attribute.AttributeKind.BOOLEAN);

    private Grammar() {}

    /**
     * A time that can be read.
     *
     * @param text an instant of RFC 3339: as it came, or written for the number that came
     * @param millis since the epoch
     */
    public record ReadInstant(String text, long millis) {}

    /** Of which kind a value is; empty for null, and for what has parts. */
    public static Optional<Attribute.AttributeKind> kind(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> STRING;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> BOOLEAN;
            default -> Optional.empty();
        };
    }

    /** The time that a text of this kind is, if it is one. */
    public static Optional<ReadInstant> time(Attribute.AttributeKind kind, String text) {
        long millis =
                switch (kind) {
                    case STRING -> IsoInstant.parse(text);
                    case NUMBER -> millis(text);
                    case BOOLEAN -> IsoInstant.UNREADABLE;
                };
        if (millis == IsoInstant.UNREADABLE) {
            return Optional.empty();
        }
        return Optional.of(
                new ReadInstant(kind == Attribute.AttributeKind.STRING ? text : IsoInstant.format(millis), millis));
    }

    /**
     * The value that a text of this kind is, in micro-units.
     *
     * @throws NumberFormatException if it is none, or out of bounds; the message says which
     */
    public static long value(Attribute.AttributeKind kind, String text) {
        if (kind == Attribute.AttributeKind.BOOLEAN) {
            throw new NumberFormatException("not a decimal number");
        }
        return Micros.parse(text);
    }

    /** The attribute that a scalar is, if it is within the bounds of one. */
    static Optional<Attribute> attribute(Scalar scalar) {
        return switch (scalar.kind()) {
            case STRING ->
                Texts.faultOfValue(scalar.text()) == null
                        ? Optional.of(Attribute.string(scalar.text()))
                        : Optional.empty();
            case NUMBER -> Optional.ofNullable(PlainDecimal.of(scalar.text())).map(Attribute::number);
            case BOOLEAN -> Optional.of(new Attribute(Attribute.AttributeKind.BOOLEAN, scalar.text()));
        };
    }

    private static long millis(String number) {
        if (number.length() != MILLIS_DIGITS || number.charAt(0) == '0') {
            return IsoInstant.UNREADABLE;
        }
        long millis = 0;
        for (int i = 0; i < MILLIS_DIGITS; i++) {
            char c = number.charAt(i);
            if (c < '0' || c > '9') {
                return IsoInstant.UNREADABLE;
            }
            millis = millis * 10 + (c - '0');
        }
        return millis;
    }
}
