package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.platform.item.FoundMeasures;
import dev.tidemark.platform.item.MarkKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of the stream's items as columns, in micro-units where they are decimals. One that there cannot be, with more
 * digits than the column has, is NULL there, and so differs from every number there can be.
 */
final class ItemNumbers {

    private static final int MICROS = 6;

    private ItemNumbers() {}

    /** Count, valued, sum, min and max. */
    static void addMeasures(RowAppender.AppendedRow row, FoundMeasures measures) throws SQLException {
        row.add(whole(measures.count()));
        row.add(whole(measures.valued()));
        row.add(scaled(measures.sum()));
        row.add(micros(measures.min()));
        row.add(micros(measures.max()));
    }

    /** A mark, an early coordinate and a key. */
    static void addPlace(RowAppender.AppendedRow row, MarkKey at) throws SQLException {
        row.add(at.markMillis())
                .add(at.isEarly() ? Long.valueOf(at.earlyMillis()) : null)
                .add(at.key());
    }

    /** A whole number, or null. */
    static @Nullable Long whole(@Nullable BigDecimal value) {
        return fitting(integer(value, 0));
    }

    /** A decimal in micro-units, or null. */
    static @Nullable Long micros(@Nullable BigDecimal value) {
        return fitting(integer(value, MICROS));
    }

    private static @Nullable BigInteger scaled(@Nullable BigDecimal value) {
        BigInteger number = integer(value, MICROS);
        return number == null || number.bitLength() > 127 ? null : number;
    }

    private static @Nullable Long fitting(@Nullable BigInteger number) {
        return number == null || number.bitLength() > 63 ? null : Long.valueOf(number.longValue());
    }

    private static @Nullable BigInteger integer(@Nullable BigDecimal value, int digits) {
        if (value == null) {
            return null;
        }
        BigDecimal moved = value.movePointRight(digits);
        return moved.stripTrailingZeros().scale() <= 0 ? moved.toBigInteger() : null;
    }
}
