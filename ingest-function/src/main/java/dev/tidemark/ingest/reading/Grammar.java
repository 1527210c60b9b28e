package dev.tidemark.ingest.reading;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.InstantRange;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.ingest.model.PlainDecimal;
import dev.tidemark.ingest.model.Texts;
import java.util.Optional;

/**
 * What a time, a value and an attribute may look like, in every protocol.
 *
 * <ul>
 *   <li>A time is an instant of RFC 3339, or a whole number: milliseconds since 1970.
 *   <li>A value is a number, or a string that holds one, in JSON's notation both times.
 *   <li>An attribute is a string, a number or a boolean within its bounds.
 * </ul>
 */
public final class Grammar {

    /** Digits of the number that a time may be: more than any instant has. */
    private static final int LONGEST_MILLIS = 15;

    private Grammar() {}

    /**
     * A time that can be read.
     *
     * @param text an instant of RFC 3339: as it came, or written for the number that came
     * @param millis since the epoch
     */
    public record Stamp(String text, long millis) {}

    /** The time that a text of this kind is, if it is one. */
    public static Optional<Stamp> time(Attribute.Kind kind, String text) {
        long millis =
                switch (kind) {
                    case STRING -> IsoInstant.parse(text);
                    case NUMBER -> millis(text);
                    case BOOLEAN -> IsoInstant.UNREADABLE;
                };
        if (millis == IsoInstant.UNREADABLE) {
            return Optional.empty();
        }
        return Optional.of(new Stamp(kind == Attribute.Kind.STRING ? text : IsoInstant.format(millis), millis));
    }

    /**
     * The value that a text of this kind is, in micro-units.
     *
     * @throws NumberFormatException if it is none, or out of bounds; the message says which
     */
    public static long value(Attribute.Kind kind, String text) {
        if (kind == Attribute.Kind.BOOLEAN) {
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
            case BOOLEAN -> Optional.of(new Attribute(Attribute.Kind.BOOLEAN, scalar.text()));
        };
    }

    private static long millis(String number) {
        if (number.length() > LONGEST_MILLIS) {
            return IsoInstant.UNREADABLE;
        }
        long millis = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c < '0' || c > '9') {
                return IsoInstant.UNREADABLE;
            }
            millis = millis * 10 + (c - '0');
        }
        return InstantRange.contains(millis) ? millis : IsoInstant.UNREADABLE;
    }
}
